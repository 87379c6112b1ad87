#requires -Version 7.4
<#
.SYNOPSIS
    Moves a program's database from Render to Supabase: copy, proof, switch, health, and back by itself where the program is not well.
.DESCRIPTION
    One command. What it would do: -WhatIf. What it asks, it asks once; a shell that cannot ask says -Confirm:$false.

    The program can't write from the first row to the switch. Test-MigrationReadiness estimates how long that is.
    Interrupted? Resume-DatabaseMigration $Source $Destination -ApplicationDatabase ... -SwitchTarget ... goes on: the journal keeps no passwords
    and no tokens, so they are named again. Back again, later: Undo-DatabaseMigration $Source $Destination -SwitchTarget ..., with -CopyBack
    where rows were written to Supabase since.
.PARAMETER Source
    The external address of Render's database, with its region in it. This machine must be on its IP allow list.
.PARAMETER Destination
    The project's session pooler, port 5432: it has IPv4, which the direct address has not, and keeps a session, which port 6543 does not.
.PARAMETER ApplicationDatabase
    What the program gets: the transaction pooler, port 6543, for many short connections. The destination's own address for one that prepares
    statements, such as SQLAlchemy with asyncpg as it comes.
.PARAMETER EnvPath
    The .env files to switch.
.PARAMETER RenderService
    The program's service at Render, such as srv-abc; RENDER_API_KEY in the environment may change it. Its deploy is waited for.
.PARAMETER HealthUri
    The page that answers with a success when the program is well.
.PARAMETER StopBefore
    The step to stop before: Switch copies and proves, and leaves the program where it is. Resume-DatabaseMigration goes on.
.PARAMETER ReportPath
    The page to show around afterwards.
.EXAMPLE
    ./Runbook.RenderToSupabase.ps1 -RenderService srv-abc -HealthUri https://shop.example.com/health

    The addresses are in the environment, where no list of processes shows them.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string] $Source = 'env:RENDER_DATABASE_URL',
    [string] $Destination = 'env:SUPABASE_SESSION_URL',
    [string] $ApplicationDatabase = 'env:SUPABASE_TRANSACTION_URL',
    [string[]] $EnvPath = './.env',
    [string] $RenderService,
    [uri] $HealthUri,
    [string] $StopBefore,
    [string] $ReportPath = './render-to-supabase.html'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module PgMigrate)) { Import-Module PgMigrate }

$options = @{
    DestinationHost     = 'Supabase'            # extensions are found where the project has them, and nothing is opened to its API
    ApplicationDatabase = $ApplicationDatabase
    EnvPath             = $EnvPath
    Fence               = $true                 # what is written to Render after its rows went would be lost
    ReportPath          = $ReportPath
}
if ($RenderService) { $options.SwitchTarget = @{ Render = $RenderService; Token = 'env:RENDER_API_KEY' } }
if ($HealthUri) {
    $options.HealthUri = $HealthUri
    $options.RollbackOnFailure = $true
}
if ($StopBefore) { $options.StopBefore = $StopBefore }
Start-DatabaseMigration $Source $Destination @options
