#requires -Version 7.4
<#
.SYNOPSIS
    Moves a program's database from a Supabase project to Render: copy, proof, switch, health, and back by itself where the program is not well.
.DESCRIPTION
    One command. What it would do: -WhatIf. A shell that cannot ask says -Confirm:$false.

    What Supabase makes itself stays there, unless the program's tables need it, such as auth.users or auth.uid(). Files of its storage, Edge
    Functions and the project's settings are not in the database and do not come.
    Interrupted? Resume-DatabaseMigration $Source $Destination goes on, and Undo-DatabaseMigration $Source $Destination goes back, later too: with
    -CopyBack where rows were written to Render since. The journal keeps no passwords and no tokens: -SwitchTarget, and for going on
    -ApplicationDatabase, are named again where they were given.
.PARAMETER Source
    The project's session pooler, port 5432, or its direct address where the network has IPv6.
.PARAMETER Destination
    The external address of Render's database, which is empty. This machine must be on its IP allow list.
.PARAMETER ApplicationDatabase
    What the program gets; without it, the destination's address. It is connected to before it is given: Render's internal address will do only
    where this runs at Render, too.
.PARAMETER EnvPath
    The .env files to switch.
.PARAMETER RenderService
    The program's service at Render, such as srv-abc; RENDER_API_KEY in the environment may change it. Its deploy is waited for.
.PARAMETER NoRole
    Leave anon, authenticated and service_role behind: where no policy names them, or Render's role may not make them.
.PARAMETER ExcludeExtension
    Extensions that Render does not have, with all that needs them; wildcards are allowed. Test-MigrationReadiness names them.
.PARAMETER HealthUri
    The page that answers with a success when the program is well.
.PARAMETER StopBefore
    The step to stop before: Switch copies and proves, and leaves the program where it is. Resume-DatabaseMigration goes on.
.PARAMETER ReportPath
    The page to show around afterwards.
.EXAMPLE
    ./Runbook.SupabaseToRender.ps1 -ExcludeExtension pg_cron, pg_net -RenderService srv-abc -HealthUri https://shop.example.com/health

    Moves everything but two extensions.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string] $Source = 'env:SUPABASE_SESSION_URL',
    [string] $Destination = 'env:RENDER_DATABASE_URL',
    [string] $ApplicationDatabase,
    [string[]] $EnvPath = './.env',
    [string] $RenderService,
    [switch] $NoRole,
    [string[]] $ExcludeExtension = @(),
    [uri] $HealthUri,
    [string] $StopBefore,
    [string] $ReportPath = './supabase-to-render.html'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module PgMigrate)) { Import-Module PgMigrate }

$options = @{
    DestinationHost = 'Render'
    IncludeRole     = -not $NoRole  # policies name roles, and cannot be made without them
    EnvPath         = $EnvPath
    Fence           = $true         # what is written to the project after its rows went would be lost
    ReportPath      = $ReportPath
}
if ($ApplicationDatabase) { $options.ApplicationDatabase = $ApplicationDatabase }
if ($ExcludeExtension) { $options.ExcludeExtension = $ExcludeExtension }
if ($RenderService) { $options.SwitchTarget = @{ Render = $RenderService; Token = 'env:RENDER_API_KEY' } }
if ($HealthUri) {
    $options.HealthUri = $HealthUri
    $options.RollbackOnFailure = $true
}
if ($StopBefore) { $options.StopBefore = $StopBefore }
Start-DatabaseMigration $Source $Destination @options
