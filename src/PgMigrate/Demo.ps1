#requires -Version 7.4
<#
.SYNOPSIS
    Shows the module at work against a throw-away server, and leaves nothing behind.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../../out/PgMigrate/PgMigrate.psd1"

Write-Host 'A throw-away server:'
$sandbox = Start-PgSandbox
try {
    $sandbox | Out-Host
    Write-Host 'What its connection is good for:'
    $sandbox | Test-DatabaseConnection | Out-Host
    Write-Host 'Its URL for other clients:'
    'Asyncpg', 'Jdbc', 'Npgsql' | ForEach-Object { $sandbox | ConvertTo-DatabaseUrl -Dialect $_ } | Out-Host
}
finally {
    $sandbox | Stop-PgSandbox
}
