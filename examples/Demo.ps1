#requires -Version 7.4
<#
.SYNOPSIS
    Moves a SQLite file into a throw-away PostgreSQL, compares every row and switches a .env file: the module's pipeline from end to end.
.PARAMETER Path
    The SQLite file to move. It is only read.
.EXAMPLE
    ./examples/Demo.ps1 ./app.db
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory, Position = 0)]
    [string] $Path
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module PgMigrate)) { Import-Module "$PSScriptRoot/../out/PgMigrate/PgMigrate.psd1" }

$envFile = Join-Path ([IO.Path]::GetTempPath()) "pgmigrate-demo-$PID.env"
$sandbox = Start-PgSandbox
try {
    Set-Content $envFile "DATABASE_URL=sqlite:///$((Resolve-Path $Path).Path)"

    Get-MigrationTable $Path -Exact | Format-Table
    Get-MigrationTable $Path | Copy-TableData -Destination $sandbox -CreateTable | Format-Table
    $proof = Test-MigrationIntegrity $Path $sandbox
    $proof | Where-Object { $_ -is [PgMigrate.TableIntegrity] } | Format-Table
    if ($proof.IsMatch -contains $false) { throw 'The two ends differ.' }
    Switch-DatabaseUrl $sandbox -Path $envFile -Confirm:$false | Format-List Target, OldUrl, NewUrl
}
finally {
    $sandbox | Stop-PgSandbox
    Remove-Item "$envFile*" -ErrorAction Ignore
}
