namespace PgMigrate.Engine.Catalog;

/// <summary>A support function of an operator class or family.</summary>
/// <param name="Number">What the access method uses it for.</param>
/// <param name="LeftType">The left type that it is for, as it is written.</param>
/// <param name="RightType">The right type that it is for, as it is written.</param>
/// <param name="Function">The function with its argument types, as it is written.</param>
public sealed record PgFamilyFunction(int Number, string LeftType, string RightType, string Function);
