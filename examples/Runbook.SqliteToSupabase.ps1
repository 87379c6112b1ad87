#requires -Version 7.4
<#
.SYNOPSIS
    Moves a program's SQLite file to a Supabase project: backup, tables, rows, proof, switch.
.DESCRIPTION
    One command. What it would do: -WhatIf. A shell that cannot ask says -Confirm:$false.

    The file keeps what it has. PostgreSQL's types are chosen by the values of each column. SQLite's triggers and virtual
    tables have no equivalent: they are told, not translated.
    Interrupted? Resume-DatabaseMigration $Source $Destination goes on, with -ApplicationDatabase again where it was given. Back again, later:
    Undo-DatabaseMigration $Source $Destination, with -CopyBack where rows were written to Supabase since.
.PARAMETER Source
    The SQLite file.
.PARAMETER Destination
    The project's session pooler, port 5432.
.PARAMETER ApplicationDatabase
    What the program gets; without it, the destination. The transaction pooler, port 6543, for many short connections.
.PARAMETER EnvPath
    The .env files to switch.
.PARAMETER Dialect
    The client that the program reads DATABASE_URL with: sqlite:///shop.db does not tell which one will read PostgreSQL's.
.PARAMETER AlembicProjectPath
    The folder of a project whose own Alembic makes the tables, in place of tables like the file's.
.PARAMETER StopBefore
    The step to stop before: Switch copies and proves, and leaves the program where it is. Resume-DatabaseMigration goes on.
.PARAMETER ReportPath
    The page to show around afterwards.
.EXAMPLE
    ./Runbook.SqliteToSupabase.ps1 ./shop.db -Dialect Asyncpg

    For a program that said sqlite+aiosqlite:///shop.db.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory, Position = 0)]
    [string] $Source,

    [string] $Destination = 'env:SUPABASE_SESSION_URL',
    [string] $ApplicationDatabase,
    [string[]] $EnvPath = './.env',
    [ValidateSet('Libpq', 'Psycopg2', 'Psycopg', 'Asyncpg', 'Pg8000', 'Jdbc', 'Npgsql', 'Prisma', 'Pgx', 'Django')]
    [string] $Dialect = 'Psycopg',
    [string] $AlembicProjectPath,
    [string] $StopBefore,
    [string] $ReportPath = './sqlite-to-supabase.html'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module PgMigrate)) { Import-Module PgMigrate }

$options = @{
    DestinationHost = 'Supabase'
    EnvPath         = $EnvPath
    Dialect         = $Dialect
    IdentifierCase  = 'Lower'  # names in capitals would have to be quoted in every query
    InferTypes      = $true    # columns of UUIDs and of JSON become uuid and jsonb
    Fence           = $true    # a lock on the file: what is written after its rows went would be lost
    ReportPath      = $ReportPath
}
if ($ApplicationDatabase) { $options.ApplicationDatabase = $ApplicationDatabase }
if ($AlembicProjectPath) {
    # The models say which types there are and how they are called.
    $options.AlembicProjectPath = $AlembicProjectPath
    $options.Remove('InferTypes')
    $options.Remove('IdentifierCase')
}
if ($StopBefore) { $options.StopBefore = $StopBefore }
Start-DatabaseMigration $Source $Destination @options
