#requires -Version 7.4
<#
.SYNOPSIS
    Names the project's tasks. Each is a dotnet command, or a few lines of the module itself: without PowerShell, run the dotnet commands directly.
.PARAMETER Task
    Build    lays the finished module out in out/PgMigrate
    Test     runs the xUnit tests, then the Pester scripts
    Help     brings en-US/*.md up to the cmdlets' parameters and makes en-US/PgMigrate.dll-Help.xml of them (needs Microsoft.PowerShell.PlatyPS)
    Package  makes out/PgMigrate.zip, as Azure Automation takes it
    Demo     shows the module at work against a throw-away server
    Bench    measures the claims of the README
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Help', 'Package', 'Demo', 'Bench')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$module = "$PSScriptRoot/out/PgMigrate"

function Invoke-Build {
    dotnet build "$PSScriptRoot/src/PgMigrate" --configuration $Configuration
}

function Invoke-Test {
    dotnet test "$PSScriptRoot/PgMigrate.sln"
    pwsh -NoProfile -File "$PSScriptRoot/tests/Pester/Run.ps1"
}

# The module is loaded in a fresh process, so that an older build of it, loaded here, does not stand in the way.
function Invoke-Help {
    Invoke-Build
    pwsh -NoProfile -File "$PSScriptRoot/en-US/Update-Help.ps1"
    Invoke-Build
}

function Invoke-Package {
    Remove-Item $module -Recurse -Force -ErrorAction Ignore
    Invoke-Build
    Compress-Archive $module -DestinationPath "$PSScriptRoot/out/PgMigrate.zip" -Force
    Get-Item "$PSScriptRoot/out/PgMigrate.zip"
}

function Invoke-Demo {
    Invoke-Build
    $folder = Join-Path ([IO.Path]::GetTempPath()) "pgmigrate-demo-$PID"
    $null = New-Item $folder -ItemType Directory
    try {
        dotnet run --project "$PSScriptRoot/src/PgMigrate.Cli" --configuration $Configuration -- demo --file "$folder/shop.db"
        pwsh -NoProfile -File "$PSScriptRoot/examples/Demo.ps1" "$folder/shop.db"
    }
    finally { Remove-Item $folder -Recurse -Force }
}

function Invoke-Bench {
    dotnet run --project "$PSScriptRoot/tests/PgMigrate.Benchmarks" --configuration Release
}

foreach ($name in $Task) { & "Invoke-$name" }
