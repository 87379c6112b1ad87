using System.Runtime.CompilerServices;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Tests.Sqlite;

internal static class SqliteLibrarySetup
{
    /// <summary>Tests that use Microsoft.Data.Sqlite themselves must not bind the bundled library first.</summary>
    [ModuleInitializer]
    internal static void ChooseTheLibrary() => SqliteLibrary.Initialize();
}
