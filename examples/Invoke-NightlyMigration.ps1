#requires -Version 7.4
<#
.SYNOPSIS
    Makes a staging copy of a database anew, proves it and writes a report: a nightly job, and a rehearsal of the migration itself.
.DESCRIPTION
    Assesses, copies with -Clean, compares every row and object, and writes what it found as a report, also where it fails.

    Exit codes, as those of the command line pgmigrate: 0 both ends are the same; 1 they differ; 3 it could not be done; 4 the assessment found
    what must be seen to first, and nothing was touched.

    The copy drops from the destination what it will make. What only the destination has stays, and is a difference.
.PARAMETER Source
    The database to copy, only read: env:NAME, dotenv:PATH#NAME, or secret:NAME for what Get-Secret returns. A password in it would be in the list of processes.
.PARAMETER Destination
    The staging database, named in the same way.
.PARAMETER DestinationLike
    What the destination's address must look like. A mistyped name shall not cost anybody the production database.
.PARAMETER ReportPath
    The reports' files; the ending of each tells its form: .html, .json, .xml (JUnit) or .md. Files that are there are replaced.
.PARAMETER ExcludeTable
    Tables that staging shall not have, such as those with people's data; wildcards are allowed.
.PARAMETER ExcludeSchema
    Schemas that staging shall not have; wildcards are allowed.
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File ./Invoke-NightlyMigration.ps1 -Source env:DATABASE_URL -Destination env:STAGING_DATABASE_URL -Confirm:$false

    Where nobody can answer, -Confirm:$false says that the destination may be replaced.
.EXAMPLE
    ./Invoke-NightlyMigration.ps1 secret:production secret:staging -ReportPath ./report.html, ./report.xml -WhatIf

    Only assesses.
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
param(
    [Parameter(Position = 0)]
    [string] $Source = 'env:DATABASE_URL',

    [Parameter(Position = 1)]
    [string] $Destination = 'env:STAGING_DATABASE_URL',

    [string] $DestinationLike = '*staging*',

    [string[]] $ReportPath = './report.html',

    [string[]] $ExcludeTable = @(),

    [string[]] $ExcludeSchema = @()
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# What Get-Secret returns is a SecureString, which PgMigrate takes as it is.
function Resolve-End([string] $Name) {
    if ($Name -like 'secret:*') { Get-Secret -Name $Name.Substring(7) } else { $Name }
}

# A failure as an entry of the report: a report of the night before must not stand for this one.
function New-Failure([System.Management.Automation.ErrorRecord] $ErrorRecord) {
    [PgMigrate.AssessmentFinding]@{
        Check    = 'nightly_migration'
        Severity = 'Error'
        Object   = $address
        What     = $ErrorRecord.Exception.Message
        Remedy   = $ErrorRecord.ErrorDetails.RecommendedAction ?? 'Run it by hand and look at what it says.'
    }
}

$records = [System.Collections.Generic.List[object]]::new()
$exitCode = 3
$address = 'the destination'
$choice = @{ ExcludeTable = $ExcludeTable; ExcludeSchema = $ExcludeSchema }
try {
    if (-not (Get-Module PgMigrate)) { Import-Module PgMigrate }
    $from = Resolve-End $Source
    $to = Resolve-End $Destination
    $address = ($to | ConvertTo-DatabaseUrl).Url
    if ($address -notlike $DestinationLike) { throw "The destination $address is not like '$DestinationLike', and would be replaced. Say -DestinationLike if it is the right one." }

    # The destination has last night's objects: that alone is no finding here.
    Test-MigrationReadiness $from $to @choice -ExcludeCheck copy_refused, copy_statement_fails, destination_collision -FailOn Error |
        ForEach-Object { $records.Add($_) }

    if ($PSCmdlet.ShouldProcess($address, 'Replace what the source has, too')) {
        $copy = Copy-PgDatabase $from $to @choice -Clean -IfExists -Restart -RemoveJournal -Confirm:$false
        $records.Add($copy)
        $copy

        $proof = @(Test-MigrationIntegrity $from $to @choice)
        $records.AddRange($proof)
        $proof[-1]
        $exitCode = [int](-not $proof[-1].IsMatch)
    }
    else {
        $exitCode = 0
    }
}
catch {
    $exitCode = if ($_.FullyQualifiedErrorId -like 'MigrationNotReady*') { 4 } else { 3 }
    if (Get-Module PgMigrate) { $records.Add((New-Failure $_)) }
    # Told, not thrown: the report and the exit code come after it.
    Write-Error -ErrorRecord $_ -ErrorAction Continue
}

try {
    foreach ($path in $ReportPath) {
        if ($records.Count) { $records | Export-MigrationReport $path -Title "Nightly copy to $address" -Force -Confirm:$false -WhatIf:$false }
    }
}
catch {
    Write-Error -ErrorRecord $_ -ErrorAction Continue
    if ($exitCode -eq 0) { $exitCode = 3 }
}

exit $exitCode
