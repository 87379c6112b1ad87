using System.Management.Automation;
using System.Reflection;

namespace PgMigrate.Module.Tests;

/// <summary>One cmdlet, as its class declares it.</summary>
internal sealed record CmdletClass(Type Type, string Verb, string Noun, bool SupportsShouldProcess)
{
    public string Name => $"{Verb}-{Noun}";

    public IEnumerable<PropertyInfo> Parameters => Type.GetProperties()
        .Where(property => property.GetCustomAttributesData().Any(data => data.AttributeType == typeof(ParameterAttribute)));

    public IEnumerable<Type> OutputTypes => Type.GetCustomAttributesData()
        .Where(data => data.AttributeType == typeof(OutputTypeAttribute))
        .SelectMany(data => data.ConstructorArguments)
        .SelectMany(argument => argument.Value is IEnumerable<CustomAttributeTypedArgument> many ? many : [argument])
        .Select(argument => argument.Value).OfType<Type>();

    public static CmdletClass? Of(Type type)
    {
        var data = type.GetCustomAttributesData().SingleOrDefault(attribute => attribute.AttributeType == typeof(CmdletAttribute));
        if (data is null) return null;
        var supports = data.NamedArguments.Any(argument => argument.MemberName == "SupportsShouldProcess" && argument.TypedValue.Value is true);
        return new CmdletClass(type, (string)data.ConstructorArguments[0].Value!, (string)data.ConstructorArguments[1].Value!, supports);
    }

    public override string ToString() => Name;
}
