#requires -Version 7.4
<#
.SYNOPSIS
    Moves one's own PostgreSQL database to a Supabase project, and lists what would expose data there.
.DESCRIPTION
    One command, and a look at the project afterwards. What it would do: -WhatIf. A shell that cannot ask says -Confirm:$false.

    Interrupted? Resume-DatabaseMigration $Source $Destination goes on, with -ApplicationDatabase again where it was given. Back again, later:
    Undo-DatabaseMigration $Source $Destination, with -CopyBack where rows were written to Supabase since.
.PARAMETER Source
    The database here, such as postgresql://postgres@localhost/shop.
.PARAMETER Destination
    The project's session pooler, port 5432.
.PARAMETER ApplicationDatabase
    What the program gets; without it, the destination. The transaction pooler, port 6543, for many short connections.
.PARAMETER EnvPath
    The .env files to switch.
.PARAMETER SupabaseProjectPath
    The folder of a project whose supabase/migrations make the schema, in place of a copy of it: its history then goes on from there.
.PARAMETER AlembicProjectPath
    The folder of a project whose own Alembic makes the schema.
.PARAMETER ExcludeExtension
    Extensions that only a superuser may make, with all that needs them; wildcards are allowed.
.PARAMETER StopBefore
    The step to stop before: Switch copies and proves, and leaves the program where it is. Resume-DatabaseMigration goes on.
.PARAMETER ReportPath
    The page to show around afterwards.
.EXAMPLE
    ./Runbook.LocalToSupabase.ps1 postgresql://postgres@localhost/shop -StopBefore Switch

    Copies and proves; the program stays where it is.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Position = 0)]
    [string] $Source = 'env:LOCAL_DATABASE_URL',

    [string] $Destination = 'env:SUPABASE_SESSION_URL',
    [string] $ApplicationDatabase,
    [string[]] $EnvPath = './.env',
    [string] $SupabaseProjectPath,
    [string] $AlembicProjectPath,
    [string[]] $ExcludeExtension = @(),
    [string] $StopBefore,
    [string] $ReportPath = './local-to-supabase.html'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module PgMigrate)) { Import-Module PgMigrate }

$options = @{
    DestinationHost = 'Supabase'
    EnvPath         = $EnvPath
    Fence           = $true   # what is written here after the rows went would be lost
    Level           = 'Full'  # every column by itself: a report for those who must sign
    ReportPath      = $ReportPath
}
if ($ApplicationDatabase) { $options.ApplicationDatabase = $ApplicationDatabase }
if ($SupabaseProjectPath) { $options.SupabaseProjectPath = $SupabaseProjectPath }
if ($AlembicProjectPath) { $options.AlembicProjectPath = $AlembicProjectPath }
if ($ExcludeExtension) { $options.ExcludeExtension = $ExcludeExtension }
if ($StopBefore) { $options.StopBefore = $StopBefore }
Start-DatabaseMigration $Source $Destination @options

# Tables of the schema public are a public API there: who may read what, and the statement that closes it.
if (-not $WhatIfPreference) { Test-DatabaseCompliance $Destination }
