namespace PgMigrate.Engine.Schema;

/// <summary>A node in one line, for what only one database has.</summary>
internal static class NodeText
{
    /// <summary>Such as <c>Type: text, IsNotNull: true</c>; what is false or none is left out.</summary>
    public static string Of(ModelNode node) => node switch
    {
        ModelValue value => value.Mask ?? value.Text,
        ModelGroup { Kind: ModelGroupKind.Set } set => string.Join(", ", set.Members.Select(member => member.Key)),
        ModelGroup { Kind: ModelGroupKind.Record, Members: [var only] } => Of(only.Value),
        ModelGroup group => string.Join(", ", group.Members.Where(member => member.Value is not ModelValue { Text: "false" or "None" })
            .Select(member => $"{member.Key}: {(member.Value is ModelValue ? Of(member.Value) : $"({Of(member.Value)})")}")),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };
}
