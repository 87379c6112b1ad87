<#
.SYNOPSIS
    Moves a database from an Azure Automation job, and goes on with it where an earlier job was ended.
.DESCRIPTION
    For a runtime environment of PowerShell 7.4 with the package PgMigrate (./build.ps1 -Task Package makes PgMigrate.zip).

    The journal is in the destination, so a job needs no memory: it starts from the top every time, finds the unfinished run there and resumes
    it. Azure ends a job after 3 hours of fair share. This one stops itself before that, so that statements are cancelled, the fence is down and
    the journal is whole. Link the runbook to a schedule of every three hours: it goes on until the migration is complete, and then says so.

    The sandbox has 400 MB of memory and 1 GB of disk. Rows stream through, but a backup needs the disk: it is skipped here, and the host's own
    backup, or Export-PgDatabase on another machine, comes first. Between two jobs the fence is down: what a program writes to the source then
    is found by the proof, and the run fails. A source that is too large for one job and cannot be kept still belongs on a Hybrid Runbook
    Worker, which has no time limit: there, set BudgetMinutes to 0.

    A runbook's parameters are plain values: a PSCredential cannot be one. They are names of the Automation account's variables and credentials.
.PARAMETER SourceVariable
    The Automation variable with the source's address, such as postgresql://dpg-abc-a.oregon-postgres.render.com/shop: without user or password.
.PARAMETER SourceCredential
    The Automation credential with the source's user and password.
.PARAMETER DestinationVariable
    The Automation variable with the destination's address.
.PARAMETER DestinationCredential
    The Automation credential with the destination's user and password.
.PARAMETER RenderService
    The service at Render whose DATABASE_URL is switched at the end, such as srv-abc. Without it nothing is switched: the job copies and proves.
    What stood there before is kept on the sandbox's disk, which goes with the job: a failed health check goes back in time, but
    Undo-DatabaseMigration cannot, later. Who wants that way back leaves this out, and switches from a machine that stays.
.PARAMETER RenderCredential
    The Automation credential whose password is Render's API key.
.PARAMETER HealthUri
    The page that answers when the service is well. If it does not, the switch is taken back.
.PARAMETER BudgetMinutes
    After so many minutes the job stops itself; 0 for never.
.EXAMPLE
    Start-AzAutomationRunbook -ResourceGroupName data -AutomationAccountName moves -Name AzureAutomationRunbook -Parameters @{ RenderService = 'srv-abc' }

    Starts the job from one's own shell.
#>
[CmdletBinding()]
param(
    [string] $SourceVariable = 'PgMigrateSource',
    [string] $SourceCredential = 'PgMigrateSource',
    [string] $DestinationVariable = 'PgMigrateDestination',
    [string] $DestinationCredential = 'PgMigrateDestination',
    [string] $RenderService,
    [string] $RenderCredential = 'RenderApiKey',
    [string] $HealthUri,
    [double] $BudgetMinutes = 165
)

# A job whose errors do not stop it is called Completed, and #Requires is not to be relied on there.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
if ($PSVersionTable.PSVersion -lt '7.4') { throw "PgMigrate needs PowerShell 7.4 or later, and this runtime environment has $($PSVersionTable.PSVersion)." }

# Automation's assets are this script's business: PgMigrate is given what they hold.
$ends = @{
    Source                = Get-AutomationVariable -Name $SourceVariable
    SourceCredential      = Get-AutomationPSCredential -Name $SourceCredential
    Destination           = Get-AutomationVariable -Name $DestinationVariable
    DestinationCredential = Get-AutomationPSCredential -Name $DestinationCredential
}
$journal = @{ Destination = $ends.Destination; DestinationCredential = $ends.DestinationCredential }

$options = @{ Skip = @('Backup') }
if ($RenderService) {
    $options.SwitchTarget = @{ Render = $RenderService; Token = (Get-AutomationPSCredential -Name $RenderCredential).Password }
}
else {
    $options.Skip += 'Switch', 'Health'
}

# Where is the last run? The journal in the destination knows.
$last = Get-DatabaseMigration @journal | Select-Object -First 1
if ($last.Status -in 'Completed', 'RolledBack', 'Undone') {
    $last
    "The migration is over: $($last.Status). Disable the schedule."
    return
}

# Only a new run is told this; the journal remembers it. Between the copy and the switch nobody may write to the source; where nothing is
# switched, its program goes on.
$begin = @{ Fence = [bool] $RenderService; ThrottleLimit = 2 }
if ($HealthUri) {
    $begin.HealthUri = $HealthUri
    $begin.RollbackOnFailure = $true
}

# A job on a thread: the sandbox lets no processes start, and a thread's work can be stopped as by Ctrl+C.
$work = Start-ThreadJob {
    $ErrorActionPreference = 'Stop'
    $ends, $options, $begin = $using:ends, $using:options, $using:begin
    if ($using:last) { Resume-DatabaseMigration @ends @options -Confirm:$false } else { Start-DatabaseMigration @ends @options @begin -Confirm:$false }
}
try {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (-not (Wait-Job $work -Timeout 5)) {
        Receive-Job $work
        if ($BudgetMinutes -and $clock.Elapsed.TotalMinutes -ge $BudgetMinutes) {
            Stop-Job $work
            break
        }
    }

    # Ends this job with the error that has ended the migration.
    Receive-Job $work
    if ($work.State -eq 'Stopped') {
        Get-DatabaseMigration @journal | Select-Object -First 1
        "Stopped after $BudgetMinutes minutes, before Azure does. Start this runbook again: it goes on from here."
    }
}
finally { Remove-Job $work -Force }
