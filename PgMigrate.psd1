@{
    RootModule             = 'bin/PgMigrate.dll'
    ModuleVersion          = '0.1.0'
    GUID                   = '6d3b1f0e-58a7-4a0c-9f53-2f6b7f2b9a41'
    Author                 = 'The PgMigrate authors'
    CompanyName            = 'PgMigrate'
    Copyright              = '(c) The PgMigrate authors. MIT licensed.'
    Description            = 'Moves whole databases between PostgreSQL hosts (Render, Supabase, Neon, your own) and from SQLite to PostgreSQL: resumable, verified, with nothing installed but PowerShell.'
    PowerShellVersion      = '7.4'
    CompatiblePSEditions   = @('Core')
    FormatsToProcess       = @('PgMigrate.Format.ps1xml')
    TypesToProcess         = @('PgMigrate.Types.ps1xml')
    CmdletsToExport        = @(
        'Compare-PgSchema'
        'ConvertTo-DatabaseUrl'
        'Export-MigrationReport'
        'Copy-PgDatabase', 'Export-PgDatabase', 'Import-PgDatabase', 'Get-PgArchive'
        'Copy-TableData'
        'Get-MigrationTable'
        'Invoke-AlembicMigration'
        'Get-SupabaseMigration', 'Invoke-SupabaseMigration', 'Repair-SupabaseMigration'
        'Measure-DatabaseLatency'
        'Restore-DatabaseUrl'
        'Start-DatabaseMigration', 'Get-DatabaseMigration', 'Resume-DatabaseMigration', 'Undo-DatabaseMigration'
        'Start-PgSandbox'
        'Stop-PgSandbox'
        'Switch-DatabaseUrl'
        'Test-DatabaseCompliance'
        'Test-DatabaseConnection'
        'Test-MigrationIntegrity'
        'Test-MigrationReadiness'
    )
    FunctionsToExport      = @()
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags       = @('PostgreSQL', 'SQLite', 'Supabase', 'Render', 'Neon', 'Migration', 'Database', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
