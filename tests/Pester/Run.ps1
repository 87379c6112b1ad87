#requires -Version 7.4
<#
.SYNOPSIS
    Runs the Pester scripts against out/PgMigrate. The last line is 'N passed, N failed, N skipped'; the exit code is 0 only when none failed.
.PARAMETER Path
    The scripts to run; all of them by default.
.PARAMETER OutputPath
    Where to write the results as NUnit XML; nowhere by default.
#>
[CmdletBinding()]
param(
    [string[]] $Path = $PSScriptRoot,
    [string] $OutputPath
)

$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.5

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$configuration.Output.CIFormat = 'None'
if ($OutputPath) {
    $configuration.TestResult.Enabled = $true
    $configuration.TestResult.OutputPath = $OutputPath
}

$result = Invoke-Pester -Configuration $configuration
if (-not $result) {
    # Pester itself failed, and has said why.
    '0 passed, 1 failed, 0 skipped'
    exit 1
}

# A script that does not load counts as a failure: none of its tests ran.
$failed = $result.FailedCount + $result.FailedContainersCount + $result.FailedBlocksCount
$skipped = $result.SkippedCount + $result.NotRunCount
"$($result.PassedCount) passed, $failed failed, $skipped skipped"
exit ([int]($failed -gt 0))
