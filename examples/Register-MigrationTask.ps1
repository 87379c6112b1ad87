#requires -Version 7.4
<#
.SYNOPSIS
    Registers Invoke-NightlyMigration.ps1 as a scheduled task of Windows.
.DESCRIPTION
    The task's arguments, which every administrator can read, hold names only: env:NAME for an environment variable of the task's account or of
    the machine, secret:NAME for a secret of that account's SecretManagement vault, which must open without a question:

        Set-SecretStoreConfiguration -Authentication None -Interaction None

    No password is asked for or kept: the task runs as the account that is named, whether it is signed in or not.
.PARAMETER TaskName
    The task's name.
.PARAMETER At
    The time of day at which it starts.
.PARAMETER Source
    The database to copy: env:NAME or secret:NAME.
.PARAMETER Destination
    The staging database, named in the same way.
.PARAMETER ScriptPath
    The script that the task runs.
.PARAMETER ReportPath
    Where the task writes its report.
.PARAMETER UserId
    The account; a group-managed service account ends with $.
.PARAMETER TimeLimit
    How long a run may take before the task's scheduler ends it.
.EXAMPLE
    ./Register-MigrationTask.ps1 -At 02:30 -Source secret:production -Destination secret:staging

    Registers the task for the account that registers it.
.EXAMPLE
    Start-ScheduledTask 'PgMigrate nightly'; (Get-ScheduledTaskInfo 'PgMigrate nightly').LastTaskResult

    Runs it now. Its result is the script's exit code: 0, 1, 3 or 4.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string] $TaskName = 'PgMigrate nightly',

    [datetime] $At = '02:30',

    [ValidatePattern('^(env|secret):\w+$')]
    [string] $Source = 'env:DATABASE_URL',

    [ValidatePattern('^(env|secret):\w+$')]
    [string] $Destination = 'env:STAGING_DATABASE_URL',

    [string] $ScriptPath = "$PSScriptRoot/Invoke-NightlyMigration.ps1",

    [string] $ReportPath = "$env:ProgramData/PgMigrate/report.html",

    [string] $UserId = [Environment]::UserName,

    [timespan] $TimeLimit = '06:00'
)

$ErrorActionPreference = 'Stop'
if (-not $IsWindows) { throw 'Scheduled tasks are Windows''s. Elsewhere, pgmigrate.timer beside this script does the same with systemd.' }

$script = (Resolve-Path $ScriptPath).Path
$null = New-Item (Split-Path $ReportPath) -ItemType Directory -Force

# -File hands on every word as it is; -Confirm:$false because nobody can answer.
$arguments = '-NoProfile -NonInteractive -File "{0}" -Source {1} -Destination {2} -ReportPath "{3}" -Confirm:$false' -f $script, $Source, $Destination, $ReportPath
$task = @{
    Action    = New-ScheduledTaskAction -Execute (Get-Process -Id $PID).Path -Argument $arguments
    Trigger   = New-ScheduledTaskTrigger -Daily -At $At
    # S4U needs no password; the account of a service has its own, which Windows knows.
    Principal = New-ScheduledTaskPrincipal -UserId $UserId -LogonType ($UserId.EndsWith('$') ? 'Password' : 'S4U')
    # A run that is still at work is not joined by a second one, and one that was missed is made up for.
    Settings  = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -StartWhenAvailable -ExecutionTimeLimit $TimeLimit
}
if ($PSCmdlet.ShouldProcess($TaskName, 'Register a scheduled task')) { Register-ScheduledTask -TaskName $TaskName @task -Force }
