using PgMigrate.Engine.Integrity;

namespace PgMigrate.Engine.CopyBack;

/// <summary>One statement to be run at the old database, or what a statement for many rows needs to know of one.</summary>
/// <param name="Step">What it does.</param>
/// <param name="Sql">The statement; null where one statement deletes all such rows by their hashes.</param>
/// <param name="Hash">The hash of the row's text.</param>
/// <param name="Copies">How many such rows are meant.</param>
internal readonly record struct ReturnStatement(ReturnStep Step, string? Sql, RowHash Hash = default, long Copies = 1);
