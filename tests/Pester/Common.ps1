# What the Pester scripts share. Dot-source it in BeforeAll.

$moduleRoot = (Resolve-Path "$PSScriptRoot/../../out/PgMigrate").Path
$manifest = "$moduleRoot/PgMigrate.psd1"
Import-Module $manifest

# The engine's own drivers arrange the data, from its load context: nothing else needs to be installed.
function Get-EngineAssembly([string] $Name) {
    $null = ConvertTo-DatabaseUrl 'postgresql://localhost/any'
    $context = [System.Runtime.Loader.AssemblyLoadContext]::All.Where({ $_.Name -eq 'PgMigrate' })[0]
    $context.LoadFromAssemblyName([System.Reflection.AssemblyName]::new($Name))
}

function Invoke-Statement([System.Data.Common.DbConnection] $Connection, [string] $Sql) {
    try {
        $Connection.Open()
        $command = $Connection.CreateCommand()
        $command.CommandText = $Sql
        $command.ExecuteScalar()
    }
    finally { $Connection.Dispose() }
}

function New-Connection([object] $Database) {
    $type = (Get-EngineAssembly Npgsql).GetType('Npgsql.NpgsqlConnection')
    [Activator]::CreateInstance($type, ($Database | ConvertTo-DatabaseUrl -Dialect Npgsql -AsPlainText) + ';Pooling=false')
}

# Runs SQL on a PostgreSQL server and returns the first value.
function Invoke-Sql([object] $Database, [string] $Sql) { Invoke-Statement (New-Connection $Database) $Sql }

# Locks tables until what it returns is disposed.
function Lock-Table([object] $Database, [string[]] $Table) {
    $holder = New-Connection $Database
    $holder.Open()
    $command = $holder.CreateCommand()
    $command.CommandText = "BEGIN; LOCK TABLE $($Table -join ', ') IN ACCESS EXCLUSIVE MODE"
    $null = $command.ExecuteNonQuery()
    $holder
}

# Returns when what runs in a PowerShell of its own waits for a lock.
function Wait-Locked([object] $Database, [powershell] $Shell, [IAsyncResult] $Running) {
    $deadline = [datetime]::UtcNow.AddMinutes(1)
    while ((Invoke-Sql $Database "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") -eq 0) {
        if ($Running.IsCompleted -or [datetime]::UtcNow -gt $deadline) { throw "It does not wait for a lock: $($Shell.Streams.Error)" }
        Start-Sleep -Milliseconds 50
    }
}

# Runs SQL on a SQLite file, which is made if it is not there.
function Invoke-SqliteSql([string] $Path, [string] $Sql) {
    $type = (Get-EngineAssembly Microsoft.Data.Sqlite).GetType('Microsoft.Data.Sqlite.SqliteConnection')
    Invoke-Statement ([Activator]::CreateInstance($type, "Data Source=$Path;Pooling=False")) $Sql
}

# Runs a script in a fresh PowerShell, which has loaded nothing yet, and returns what it writes as lines of text.
function Invoke-Fresh([string] $Script) {
    $lines = pwsh -NoProfile -NonInteractive -Command $Script 2>&1
    if ($LASTEXITCODE) { throw "The fresh PowerShell failed:`n$($lines -join "`n")" }
    $lines
}
