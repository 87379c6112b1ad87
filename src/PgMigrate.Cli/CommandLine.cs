using System.CommandLine;
using PgMigrate.Cli.Commands;
using PgMigrate.Cli.Display;

namespace PgMigrate.Cli;

/// <summary>Parses the arguments, runs the command and turns what comes of it into an exit code.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var terminal = Terminal.Create();
        var root = new RootCommand(
            "Moves databases between PostgreSQL hosts and from SQLite to PostgreSQL, and proves that every row arrived.")
        {
            new DemoCommand(terminal),
            new CloneCommand(terminal),
            new ExportCommand(terminal),
            new ImportCommand(terminal),
            new ArchiveCommand(terminal),
            new MigrateCommand(terminal),
            new ResumeCommand(terminal),
            new VerifyCommand(terminal),
            new CompareSchemaCommand(terminal),
            new LatencyCommand(terminal),
            new ReadinessCommand(terminal),
            new ComplianceCommand(terminal),
            new AlembicCommand(terminal),
            new MigrationCommand(terminal),
            new SwitchCommand(terminal),
            new RestoreUrlCommand(terminal),
            new RunbookCommand(terminal),
        };
        // An argument that begins with @ is a socket's name here, not a file of further arguments.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0) return Refuse(parsed, args, terminal);

        using var interruption = new Interruption();
        try
        {
            // Ctrl+C is ours: the library's handler ends the process two seconds later, cleaned up or not.
            var settings = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(settings, interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            terminal.Error("Interrupted.");
            return ExitCode.Interrupted;
        }
        catch (MigrationException failure) when (failure.ErrorId == "ParametersConflict")
        {
            terminal.Error(failure);
            PointToHelp(parsed, terminal);
            return ExitCode.BadUsage;
        }
        catch (MigrationException failure)
        {
            terminal.Error(failure);
            return ExitCode.Failed;
        }
        catch (Exception failure)
        {
            terminal.Error($"{failure.GetType().FullName}: {failure.Message}");
            terminal.Hint("This is a fault of pgmigrate: please report it with the lines below.");
            terminal.ErrorLine(failure.StackTrace ?? "");
            return ExitCode.Unexpected;
        }
    }

    private static int Refuse(ParseResult parsed, string[] args, Terminal terminal)
    {
        // The parser repeats what it does not understand, which may be a connection string.
        var words = args.Concat(parsed.Tokens.Select(token => token.Value)).ToList();
        foreach (var error in parsed.Errors) terminal.Error(SecretWords.Mask(error.Message, words));
        PointToHelp(parsed, terminal);
        return ExitCode.BadUsage;
    }

    private static void PointToHelp(ParseResult parsed, Terminal terminal)
    {
        var command = parsed.CommandResult.Command;
        terminal.Hint($"See pgmigrate {(command is RootCommand ? "" : command.Name + " ")}--help.");
    }
}
