using PgMigrate.Cli;

return await CommandLine.RunAsync(args);
