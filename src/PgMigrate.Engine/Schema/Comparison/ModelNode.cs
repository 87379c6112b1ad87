namespace PgMigrate.Engine.Schema;

/// <summary>A value of the model in the form in which two are compared. Null stands for a value that is not there.</summary>
internal abstract record ModelNode;

/// <summary>A single value.</summary>
/// <param name="Text">What is compared.</param>
/// <param name="Mask">What is shown in its place, where it is a secret.</param>
internal sealed record ModelValue(string Text, string? Mask = null) : ModelNode;

/// <summary>Values by name: the properties of a record, or the items of a list, whose order may matter.</summary>
internal sealed record ModelGroup(ModelGroupKind Kind, IReadOnlyList<KeyValuePair<string, ModelNode>> Members) : ModelNode
{
    public ModelNode? Find(string name) => Members.FirstOrDefault(member => member.Key == name).Value;
}
