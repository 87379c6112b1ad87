# Archives: Export-PgDatabase, Import-PgDatabase, Get-PgArchive.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $source = Start-PgSandbox
    $null = Invoke-Sql $source @'
CREATE SCHEMA shop;
CREATE TYPE shop.state AS ENUM ('new', 'paid');
CREATE FUNCTION shop.twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 2 * $1';
CREATE TABLE shop.customers (id serial PRIMARY KEY, name text NOT NULL);
CREATE TABLE shop.orders (id bigint GENERATED ALWAYS AS IDENTITY, customer integer REFERENCES shop.customers, state shop.state DEFAULT 'new');
COMMENT ON TABLE shop.orders IS 'what was ordered';
INSERT INTO shop.customers (name) SELECT E'customer\t' || n FROM generate_series(1, 50) AS n;
INSERT INTO shop.orders (customer, state) SELECT 1 + n % 50, 'paid' FROM generate_series(1, 2000) AS n;
SELECT lo_from_bytea(4711, '\xdeadbeef');
-- A script says nothing of the database itself, unless it makes it.
COMMENT ON DATABASE postgres IS NULL;
'@
    # Databases of one server, so that a test needs no server of its own.
    function New-Destination([string] $Sql) {
        $name = "d$([guid]::NewGuid().ToString('N'))"
        $null = Invoke-Sql $source "CREATE DATABASE $name"
        $url = Get-Url $name
        if ($Sql) { $null = Invoke-Sql $url $Sql }
        $url
    }

    function Get-Url([string] $Name) { ($source | ConvertTo-DatabaseUrl -AsPlainText) -replace '/postgres(\?|$)', "/$Name`$1" }

    function Assert-Same($Database) {
        Compare-PgSchema $source $Database | Should -BeNullOrEmpty
        Test-MigrationIntegrity $source $Database -Quiet | Should -BeTrue
        Invoke-Sql $Database "SELECT encode(lo_get(4711), 'hex')" | Should -Be 'deadbeef'
    }
}

AfterAll { $source | Stop-PgSandbox }

Describe 'Export-PgDatabase and Import-PgDatabase' {
    It 'bring a database by <Format>, <Compression>' -ForEach @(
        @{ Format = 'Custom'; Compression = 'Gzip' }
        @{ Format = 'Custom'; Compression = 'None' }
        @{ Format = 'Directory'; Compression = 'Gzip' }
        @{ Format = 'Plain'; Compression = 'None' }
        @{ Format = 'Plain'; Compression = 'Gzip' }
    ) {
        $path = Join-Path $TestDrive "$Format$Compression"
        $exported = Export-PgDatabase $source $path -Format $Format -Compression $Compression
        $exported | Should -BeOfType PgMigrate.DatabaseExportResult
        $exported.Status | Should -Be 'Completed'
        $exported.Rows | Should -Be 2050
        $exported.Tables.Table | Should -Be 'customers', 'orders'
        $exported.Files | Should -Exist
        $destination = New-Destination
        $imported = Import-PgDatabase $path $destination
        $imported.Status | Should -Be 'Completed'
        $imported.Rows | Should -Be 2050
        Assert-Same $destination
        (Import-PgDatabase $path $destination -WarningAction SilentlyContinue).Status | Should -Be 'AlreadyCopied'
    }

    It 'see paths from the current location, and take files of Get-ChildItem' {
        Push-Location (New-Item (Join-Path $TestDrive 'here') -ItemType Directory)
        try {
            $null = Export-PgDatabase $source shop.dump -NoOwner
            'shop.dump' | Should -Exist
            $destination = New-Destination
            (Get-ChildItem *.dump | Import-PgDatabase -Destination $destination).Status | Should -Be 'Completed'
            Assert-Same $destination
        }
        finally { Pop-Location }
    }

    It 'do nothing under -WhatIf' {
        $path = Join-Path $TestDrive 'whatif.dump'
        Export-PgDatabase $source $path -WhatIf | Should -BeNullOrEmpty
        $path | Should -Not -Exist
        $null = Export-PgDatabase $source $path
        $destination = New-Destination
        Import-PgDatabase $path $destination -WhatIf | Should -BeNullOrEmpty
        Invoke-Sql $destination "SELECT count(*) FROM pg_namespace WHERE nspname IN ('shop', 'pgmigrate')" | Should -Be 0
    }

    It 'replace an archive only with -Force' {
        $path = Join-Path $TestDrive 'there.dump'
        Set-Content $path 'mine'
        $refusal = { Export-PgDatabase $source $path } | Should -Throw -ErrorId 'ArchiveExists,PgMigrate.Commands.ExportPgDatabaseCommand' -PassThru
        $refusal.ErrorDetails.RecommendedAction | Should -BeLike '*-Force*'
        Get-Content $path | Should -Be 'mine'
        (Export-PgDatabase $source $path -Force).Status | Should -Be 'Completed'
        (Get-PgArchive $path).Format | Should -Be 'Custom'
    }

    It 'write sums that are right' {
        $path = Join-Path $TestDrive 'summed'
        $files = (Export-PgDatabase $source $path -Format Directory -Manifest).Files
        $sums = $files | Where-Object { $_ -like '*.sha256' }
        $lines = Get-Content $sums
        $lines.Count | Should -Be ($files.Count - 1)
        foreach ($line in $lines) {
            $sum, $name = $line -split '  ', 2
            (Get-FileHash (Join-Path (Split-Path $sums) $name)).Hash | Should -Be $sum
        }
    }

    It 'refuse a destination that has objects, unless it is cleaned' {
        $path = Join-Path $TestDrive 'clean.dump'
        $null = Export-PgDatabase $source $path
        $destination = New-Destination 'CREATE SCHEMA shop; CREATE TABLE shop.orders (old int)'
        { Import-PgDatabase $path $destination } | Should -Throw -ErrorId 'DestinationNotEmpty,PgMigrate.Commands.ImportPgDatabaseCommand'
        (Import-PgDatabase $path $destination -Clean -IfExists -Force).Status | Should -Be 'Completed'
        Assert-Same $destination
    }

    It 'make the database with -Create' {
        $path = Join-Path $TestDrive 'create.dump'
        $null = Export-PgDatabase $source $path
        $destination = Get-Url "made$([guid]::NewGuid().ToString('N'))"
        (Import-PgDatabase $path $destination -Create).Status | Should -Be 'Completed'
        Assert-Same $destination
    }

    It 'bring everything or nothing with -SingleTransaction' {
        $path = Join-Path $TestDrive 'single.dump'
        $null = Export-PgDatabase $source $path
        $destination = New-Destination
        (Import-PgDatabase $path $destination -SingleTransaction).Status | Should -Be 'Completed'
        Assert-Same $destination
        $taken = New-Destination "CREATE SCHEMA shop; CREATE TABLE shop.orders (old int)"
        { Import-PgDatabase $path $taken -SingleTransaction -Force } | Should -Throw -ErrorId 'EntryFailed,*'
        Invoke-Sql $taken "SELECT string_agg(relname, ',') FROM pg_class WHERE relnamespace = 'shop'::regnamespace" | Should -Be 'orders'
        Invoke-Sql $taken "SELECT to_regclass('shop.customers') IS NULL" | Should -BeTrue
    }

    It 'restore what a list names' {
        $path = Join-Path $TestDrive 'listed.dump'
        $null = Export-PgDatabase $source $path
        $list = Join-Path $TestDrive 'list.txt'
        Get-PgArchive $path -List | Where-Object { $_.Name -eq 'shop' -or $_.Name -like 'customers*' } | ForEach-Object ListLine | Set-Content $list
        $destination = New-Destination
        (Import-PgDatabase $path $destination -List $list).Tables.Table | Should -Be 'customers'
        Invoke-Sql $destination "SELECT to_regclass('shop.orders') IS NULL" | Should -BeTrue
        Set-Content $list '; nothing'
        { Import-PgDatabase $path $destination -List $list } | Should -Throw -ErrorId 'EntryListEmpty,*'
    }

    It 'convert an archive into a script' {
        $path = Join-Path $TestDrive 'convert.dump'
        $script = Join-Path $TestDrive 'convert.sql'
        $null = Export-PgDatabase $source $path
        $converted = Import-PgDatabase $path $script -NoOwner
        $converted | Should -BeOfType PgMigrate.DatabaseExportResult
        $converted.Format | Should -Be 'Plain'
        Get-Content $script -Raw | Should -Not -BeLike '*OWNER TO*'
        $destination = New-Destination
        (Copy-PgDatabase $script $destination).Status | Should -Be 'Completed'
        Assert-Same $destination
        { Import-PgDatabase $path (Join-Path $TestDrive 'other.sql') -Resume } | Should -Throw -ErrorId 'ParametersConflict,*'
    }

    It 'take a SQLite file' {
        $file = Join-Path $TestDrive 'shop.db'
        $null = Invoke-SqliteSql $file "CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO items (name) VALUES ('a'), ('b')"
        $path = Join-Path $TestDrive 'sqlite.dump'
        (Export-PgDatabase $file $path).Rows | Should -Be 2
        $destination = New-Destination
        (Import-PgDatabase $path $destination).Status | Should -Be 'Completed'
        Test-MigrationIntegrity $file $destination -Quiet | Should -BeTrue
    }

    It 'refuse <Name>' -ForEach @(
        @{ Name = '-Inserts in an archive'; Parameters = @{ Inserts = $true } }
        @{ Name = '-IfExists without -Clean'; Parameters = @{ IfExists = $true; Format = 'Plain' } }
        @{ Name = '-Resume of a file'; Parameters = @{ Resume = $true } }
        @{ Name = 'a version that nobody reads'; Parameters = @{ ArchiveVersion = '1.17' } }
        @{ Name = 'Zstd in an old version'; Parameters = @{ ArchiveVersion = '1.14'; Compression = 'Zstd' } }
    ) {
        { Export-PgDatabase 'postgresql://nobody@127.0.0.1:1/none' (Join-Path $TestDrive 'none') @Parameters -WhatIf } | Should -Throw -ErrorId 'ParametersConflict,*'
    }

    It 'say what is no archive' {
        $file = Join-Path $TestDrive 'noarchive'
        [IO.File]::WriteAllBytes($file, [byte[]](1, 2, 0, 3))
        { Get-PgArchive $file } | Should -Throw -ErrorId 'ArchiveNotRecognized,PgMigrate.Commands.GetPgArchiveCommand'
        { Import-PgDatabase $file (New-Destination) } | Should -Throw -ErrorId 'ArchiveNotRecognized,*'
        { Test-DatabaseConnection (Join-Path $TestDrive 'missing.dump') -ErrorAction Stop } | Should -Throw -ErrorId 'PostgresRequired,*'
    }
}

Describe 'Get-PgArchive' {
    BeforeAll {
        $path = Join-Path $TestDrive 'got.dump'
        $null = Export-PgDatabase $source $path
        $script = Join-Path $TestDrive 'got.sql'
        $null = Export-PgDatabase $source $script -Format Plain
    }

    It 'tells what an archive is' {
        $archive = Get-PgArchive $path
        $archive | Should -BeOfType PgMigrate.PgArchive
        $archive.Path | Should -Be $path
        "$($archive.Format) $($archive.Version) $($archive.Compression) $($archive.Encoding) $($archive.Database)" | Should -Be 'Custom 1.14 Gzip UTF8 postgres'
        $archive.DumperVersion | Should -BeLike 'PgMigrate *'
        (Get-PgArchive $script).Format | Should -Be 'Plain'
        ($path | Get-PgArchive).EntryCount | Should -Be $archive.EntryCount
        (Get-Item $path | Get-PgArchive -List).Count | Should -Be $archive.EntryCount
        (Get-Item $path | Get-PgArchive).EntryCount | Should -Be $archive.EntryCount
    }

    It 'gives rows and definitions of <_>' -ForEach 'archive', 'script' {
        $from = if ($_ -eq 'archive') { $path } else { $script }
        $entries = Get-PgArchive $from -List
        $entries | Should -BeOfType PgMigrate.PgArchiveEntry
        $rows = $entries | Where-Object { $_.Kind -eq 'TABLE DATA' -and $_.Name -eq 'customers' } | Get-PgArchive
        $rows.Count | Should -Be 50
        $rows[0] | Should -Be "1`tcustomer\t1"
        $table = $entries | Where-Object { $_.Kind -eq 'TABLE' -and $_.Name -eq 'customers' }
        Get-PgArchive $from -Entry $table.DumpId | Should -BeLike "CREATE TABLE shop.customers (*"
        $file = $entries | Where-Object { $_.Kind -eq 'TABLE DATA' -and $_.Name -eq 'customers' } | Get-PgArchive -OutFile (Join-Path $TestDrive 'rows.tsv')
        $file | Should -BeOfType System.IO.FileInfo
        @(Get-Content $file).Count | Should -Be 50
        { Get-PgArchive $from -Entry 999999 } | Should -Throw -ErrorId 'ArchiveEntryNotFound,*'
    }

    It 'ends in order when no more rows are wanted' {
        $rows = (Get-PgArchive $path -List | Where-Object { $_.Kind -eq 'TABLE DATA' -and $_.Name -eq 'orders' } | Get-PgArchive | Select-Object -First 2)
        $rows.Count | Should -Be 2
    }
}
