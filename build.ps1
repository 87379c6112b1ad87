#requires -Version 7.4
<#
.SYNOPSIS
    Names the project's tasks. Each is a dotnet command, or a few lines of the module itself: without PowerShell, run the dotnet commands directly.
.PARAMETER Task
    Build    lays the finished module out in out/PgMigrate
    Test     runs the xUnit tests, then the Pester scripts
    Help     brings en-US/*.md up to the cmdlets' parameters and makes en-US/PgMigrate.dll-Help.xml of them (needs Microsoft.PowerShell.PlatyPS)
    Package  makes out/PgMigrate.zip, as Azure Automation takes it, and out/PgMigrate.<version>.nupkg, as PowerShell's repositories do
    Demo     shows the module at work against a throw-away server
    Bench    measures the claims of the README
.PARAMETER Configuration
    Debug or Release.
.PARAMETER OutputPath
    Where Package puts what it makes.
.PARAMETER NoBuild
    Package takes out/PgMigrate as it is, rather than make it anew.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Help', 'Package', 'Demo', 'Bench')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    [string] $OutputPath = "$PSScriptRoot/out",

    [switch] $NoBuild
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
    if (-not $NoBuild) {
        Remove-Item $module -Recurse -Force -ErrorAction Ignore
        Invoke-Build
    }

    $null = New-Item $OutputPath -ItemType Directory -Force
    Remove-Item "$OutputPath/PgMigrate.zip", "$OutputPath/PgMigrate.*.nupkg" -ErrorAction Ignore
    dotnet msbuild "$PSScriptRoot/src/PgMigrate" -restore -target:Pack "-property:Configuration=$Configuration;NoBuild=true;PackageOutputPath=$OutputPath" -verbosity:quiet -nodeReuse:false
    Compress-Archive $module -DestinationPath "$OutputPath/PgMigrate.zip"
    Get-Item "$OutputPath/PgMigrate.zip", "$OutputPath/PgMigrate.*.nupkg"
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
