#requires -Version 7.4
<#
.SYNOPSIS
    Pipelines for the days when no runbook fits: dot-source this file, and call or change its functions.
.DESCRIPTION
    A database is whatever names one: env:NAME, dotenv:PATH#NAME, a SQLite file, a URL, a sandbox. Where nobody can answer, add -Confirm:$false.
.EXAMPLE
    . ./examples/Pipelines.ps1; Copy-EveryTable ./shop.db env:DATABASE_URL

    Moves a SQLite file's tables.
#>
if (-not (Get-Module PgMigrate)) { Import-Module PgMigrate }

# All tables and their rows, made at the destination; a call after an interruption goes on where that one ended.
function Copy-EveryTable($Source, $Destination) {
    Get-MigrationTable $Source | Copy-TableData -Destination $Destination -CreateTable -Resume -Confirm:$false
}

# Only some: what can be asked of a table decides. Here the small ones first, and no logs.
function Copy-SmallTable($Source, $Destination, [long] $MaximumBytes = 100MB) {
    Get-MigrationTable $Source -ExcludeTable '*_log' |
        Where-Object { $_.Bytes -le $MaximumBytes } |
        Sort-Object Bytes |
        Copy-TableData -Destination $Destination -CreateTable -Confirm:$false
}

# Brings what has changed since: rows that are there already are updated, others added. Rows that were deleted at the source stay.
function Update-Table($Source, $Destination, [string[]] $Table) {
    Get-MigrationTable $Source $Table | Copy-TableData -Destination $Destination -Mode Upsert -Restart -Confirm:$false
}

# The rows that differ as CSV, one line each. (-AsRepairScript in place of the rest writes the statements that would mend them.)
function Export-RowDifference($Source, $Destination, [string] $Path) {
    Test-MigrationIntegrity $Source $Destination -Scope Rows -ErrorAction Continue |
        Where-Object { $_ -is [PgMigrate.RowDifference] } |
        Select-Object Schema, Table, Kind,
            @{ Name = 'Key'; Expression = { ($_.Key.GetEnumerator() | ForEach-Object { "$($_.Key)=$($_.Value)" }) -join ', ' } },
            @{ Name = 'Values'; Expression = { $_.Values -join '; ' } } |
        Export-Csv $Path -Encoding utf8
    Get-Item $Path
}

# The proof as a page by mail. The server takes mail from this machine, or a credential comes with it and the connection is encrypted.
function Send-MigrationReport($Source, $Destination, [string] $To, [string] $From, [string] $SmtpServer, [int] $Port = 25, [pscredential] $Credential) {
    $page = Join-Path ([IO.Path]::GetTempPath()) "migration-$([guid]::NewGuid()).html"
    $proof = @(Test-MigrationIntegrity $Source $Destination)
    $proof | Export-MigrationReport $page -Title 'Is the copy the same?' -Confirm:$false
    $mail = [Net.Mail.MailMessage]::new($From, $To, "Migration: $($proof[-1])", "The report is attached.")
    $client = [Net.Mail.SmtpClient]::new($SmtpServer, $Port)
    try {
        $mail.Attachments.Add([Net.Mail.Attachment]::new($page, 'text/html'))
        if ($Credential) { $client.EnableSsl = $true; $client.Credentials = $Credential.GetNetworkCredential() }
        $client.Send($mail)
        $proof[-1]
    }
    finally {
        $mail.Dispose()
        $client.Dispose()
        Remove-Item $page
    }
}

# An archive of one form as one of another, without a database between: here pg_dump's, which no editor opens, as a script.
function ConvertTo-SqlScript([string] $Path, [string] $Destination = [IO.Path]::ChangeExtension($Path, '.sql')) {
    Export-PgDatabase $Path $Destination -Format Plain -Compression None -NoOwner -Confirm:$false
}

# The tables with rows in an archive, largest first, without unpacking it.
function Get-ArchiveTable([string] $Path) {
    Get-PgArchive $Path -List | Where-Object Kind -EQ 'TABLE DATA' | Sort-Object Bytes -Descending | Select-Object Schema, Name, Bytes
}

# Is the new end fast enough for users? $false, and the budgets that were not kept as a warning, where it is not.
function Test-LatencyBudget($Source, $Destination, [string] $P95 = '200ms', [double] $MaxRatio = 2) {
    $report = Measure-DatabaseLatency $Source $Destination -P95Budget $P95 -MaxRatio $MaxRatio | Select-Object -Last 1
    $report.Breaches | ForEach-Object { Write-Warning "$_" }
    $report.IsWithinBudget
}

# Switches a program only to what is proven, asks whether it is well, and goes back by itself where it is not.
function Switch-ProvenDatabase($Source, $Destination, [string] $EnvPath, [scriptblock] $Health) {
    $proof = Test-MigrationIntegrity $Source $Destination | Select-Object -Last 1
    $switched = Switch-DatabaseUrl $Destination $EnvPath -Expect $proof -Confirm:$false -ErrorAction Stop
    $switched
    if (& $Health) { return }
    Write-Warning "$EnvPath is switched back: the program is not well."
    $switched | Restore-DatabaseUrl -Confirm:$false
}
