# Whole databases: Copy-PgDatabase.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $source = Start-PgSandbox
    $null = Invoke-Sql $source @'
CREATE SCHEMA shop;
CREATE TYPE shop.state AS ENUM ('new', 'paid');
CREATE FUNCTION shop.twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 2 * $1';
CREATE TABLE shop.customers (id serial, name text NOT NULL);
CREATE TABLE shop.orders (
    id bigint GENERATED ALWAYS AS IDENTITY, customer integer, state shop.state DEFAULT 'new', double bigint GENERATED ALWAYS AS (shop.twice(customer)) STORED);
CREATE SEQUENCE shop.tickets START 7;
COMMENT ON TABLE shop.orders IS 'what was ordered';
COMMENT ON COLUMN shop.orders.state IS 'how far it is';
INSERT INTO shop.customers (name) SELECT 'customer ' || n FROM generate_series(1, 50) AS n;
INSERT INTO shop.orders (customer, state) SELECT 1 + n % 50, 'paid' FROM generate_series(1, 2000) AS n;
SELECT nextval('shop.tickets'), nextval('shop.tickets');
'@
    # Databases of one server, so that a test needs no server of its own.
    function New-Destination([string] $Sql) {
        $name = "d$([guid]::NewGuid().ToString('N'))"
        $null = Invoke-Sql $source "CREATE DATABASE $name"
        $url = ($source | ConvertTo-DatabaseUrl -AsPlainText) -replace '/postgres(\?|$)', "/$name`$1"
        if ($Sql) { $null = Invoke-Sql $url $Sql }
        $url
    }

    # What the schema has: names of relations, functions and types, with their comments.
    function Get-ShopContent($Database) {
        Invoke-Sql $Database @'
SELECT string_agg(line, E'\n' ORDER BY line COLLATE "C") FROM (
    SELECT 'relation ' || relname || ' ' || relkind::text || coalesce(': ' || obj_description(oid, 'pg_class'), '') FROM pg_class WHERE relnamespace = to_regnamespace('shop')
    UNION ALL SELECT 'function ' || oid::regprocedure::text FROM pg_proc WHERE pronamespace = to_regnamespace('shop')
    UNION ALL SELECT 'type ' || typname FROM pg_type WHERE typnamespace = to_regnamespace('shop') AND typtype = 'e'
    UNION ALL SELECT 'column ' || attname || ': ' || col_description(attrelid, attnum) FROM pg_attribute WHERE attrelid = to_regclass('shop.orders') AND col_description(attrelid, attnum) IS NOT NULL
) AS found (line)
'@
    }

    function Assert-Untouched($Database) {
        Invoke-Sql $Database "SELECT count(*) FROM pg_namespace WHERE nspname IN ('shop', 'pgmigrate')" | Should -Be 0
    }
}

AfterAll { $source | Stop-PgSandbox }

Describe 'Copy-PgDatabase' {
    It 'brings tables, functions, sequences, comments and rows' {
        $destination = New-Destination
        $result = Copy-PgDatabase $source $destination
        $result | Should -BeOfType PgMigrate.DatabaseCopyResult
        $result.Status | Should -Be 'Completed'
        $result.Rows | Should -Be 2050
        $result.Tables.Table | Should -Be 'customers', 'orders'
        Get-ShopContent $destination | Should -Be (Get-ShopContent $source)
        Get-ShopContent $destination | Should -BeLike '*orders r: what was ordered*'
        Invoke-Sql $destination "SELECT nextval('shop.tickets')" | Should -Be 9
        Test-MigrationIntegrity $source $destination -Quiet | Should -BeTrue
    }

    It 'brings it once' {
        $destination = New-Destination
        $null = Copy-PgDatabase $source $destination
        $again = Copy-PgDatabase $source $destination -WarningAction SilentlyContinue -WarningVariable warnings
        $again.Status | Should -Be 'AlreadyCopied'
        $again.Objects | Should -Be 0
        "$warnings" | Should -BeLike '*nothing is copied again*'
    }

    It 'changes nothing under -WhatIf' {
        $destination = New-Destination
        Copy-PgDatabase $source $destination -WhatIf | Should -BeNullOrEmpty
        Assert-Untouched $destination
        Copy-PgDatabase $source (New-Destination 'CREATE SCHEMA shop') -Clean -Force -WhatIf | Should -BeNullOrEmpty
    }

    It 'refuses a destination that has objects, and changes nothing in it' {
        $destination = New-Destination 'CREATE TABLE mine (id int)'
        $refusal = { Copy-PgDatabase $source $destination } | Should -Throw -ErrorId 'DestinationNotEmpty,PgMigrate.Commands.CopyPgDatabaseCommand' -PassThru
        $refusal.ErrorDetails.RecommendedAction | Should -BeLike '*-Clean*-Force*'
        "$refusal" | Should -BeLike '*public.mine*'
        Invoke-Sql $destination "SELECT count(*) FROM pg_namespace WHERE nspname = 'shop'" | Should -Be 0
    }

    It 'adds to what is there with -Force' {
        $destination = New-Destination 'CREATE TABLE mine (id int)'
        (Copy-PgDatabase $source $destination -Force).Status | Should -Be 'Completed'
        Invoke-Sql $destination 'SELECT count(*) FROM mine' | Should -Be 0
        Get-ShopContent $destination | Should -Be (Get-ShopContent $source)
    }

    It 'brings the schema first and the rows later' {
        $destination = New-Destination
        (Copy-PgDatabase $source $destination -SchemaOnly).Status | Should -Be 'Completed'
        Get-ShopContent $destination | Should -Be (Get-ShopContent $source)
        Invoke-Sql $destination 'SELECT count(*) FROM shop.orders' | Should -Be 0
        (Copy-PgDatabase $source $destination -DataOnly).Rows | Should -Be 2050
        Test-MigrationIntegrity $source $destination -Quiet | Should -BeTrue
    }

    It 'adds rows to rows only when forced' {
        $destination = New-Destination
        $null = Copy-PgDatabase $source $destination -SchemaOnly -RemoveJournal
        $null = Invoke-Sql $destination "INSERT INTO shop.customers (name) VALUES ('there')"
        $refusal = { Copy-PgDatabase $source $destination -DataOnly } | Should -Throw -ErrorId 'DestinationNotEmpty,*' -PassThru
        $refusal.ErrorDetails.RecommendedAction | Should -BeLike '*-DataOnly*-Force*'
        (Copy-PgDatabase $source $destination -DataOnly -Force).Status | Should -Be 'Completed'
        Invoke-Sql $destination 'SELECT count(*) FROM shop.customers' | Should -Be 51
    }

    It 'brings sections by name' {
        $destination = New-Destination
        $null = Copy-PgDatabase $source $destination -Section PreData, PostData
        (Copy-PgDatabase $source $destination -Section Data).Rows | Should -Be 2050
        Test-MigrationIntegrity $source $destination -Quiet | Should -BeTrue
    }

    It 'leaves out what it is told to' {
        $destination = New-Destination
        $result = Copy-PgDatabase $source $destination -ExcludeTable shop.cust* -NoComments
        $result.Tables.Table | Should -Be 'orders'
        Get-ShopContent $destination | Should -Not -BeLike '*what was ordered*'
    }

    It 'copies the tables that Get-MigrationTable lists, with what they need' {
        $destination = New-Destination
        $result = Get-MigrationTable $source -Table orders | Copy-PgDatabase -Destination $destination
        $result.Tables.Table | Should -Be 'orders'
        Get-ShopContent $destination | Should -BeLike '*type state*'
        Get-ShopContent $destination | Should -Not -BeLike '*customers*'
    }

    It 'makes the roles that another server lacks only when told' {
        $role = "r$([guid]::NewGuid().ToString('N'))"
        $null = Invoke-Sql $source "CREATE ROLE $role"
        $owned = New-Destination "CREATE TABLE things (id int); ALTER TABLE things OWNER TO $role"
        $other = Start-PgSandbox
        try {
            { Copy-PgDatabase $owned $other } | Should -Throw -ErrorId 'RolesMissing,*'
            (Copy-PgDatabase $owned $other -IncludeRole -WarningAction SilentlyContinue).Status | Should -Be 'Completed'
            Invoke-Sql $other "SELECT tableowner FROM pg_tables WHERE tablename = 'things'" | Should -Be $role
            (Copy-PgDatabase $owned $other -NoOwner -Clean -Restart -Force).Status | Should -Be 'Completed'
            Invoke-Sql $other "SELECT tableowner FROM pg_tables WHERE tablename = 'things'" | Should -Not -Be $role
        }
        finally { $other | Stop-PgSandbox }
    }

    It 'leaves out tablespaces, access methods and security labels when told, and says which character set does not fit' {
        $destination = New-Destination
        (Copy-PgDatabase $source $destination -NoTablespaces -NoTableAccessMethod -NoSecurityLabels).Status | Should -Be 'Completed'
        Get-ShopContent $destination | Should -Be (Get-ShopContent $source)

        $name = "latin$([guid]::NewGuid().ToString('N'))"
        $null = Invoke-Sql $source "CREATE DATABASE $name TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"
        $latin = $destination -replace '/d[0-9a-f]{32}(\?|$)', "/$name`$1"
        { Copy-PgDatabase $source $latin } | Should -Throw -ErrorId 'EncodingDiffers,*'
        Invoke-Sql $latin "SELECT count(*) FROM pg_namespace WHERE nspname = 'shop'" | Should -Be 0
        $result = Copy-PgDatabase $source $latin -Force -WarningAction SilentlyContinue
        $result.Findings.Kind | Should -Contain 'Encoding'
        Compare-PgSchema $source $latin | Where-Object Property -EQ 'Encoding' | ForEach-Object { "$($_.Left) $($_.Right)" } | Should -Be 'UTF8 LATIN1'
    }

    It 'takes a pattern that chooses nothing for a mistake' {
        $destination = New-Destination
        { Copy-PgDatabase $source $destination -Table order } | Should -Throw -ErrorId 'TableNotFound,*'
        Assert-Untouched $destination
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = '-IfExists without -Clean'; Parameters = @{ IfExists = $true } }
        @{ Name = '-SchemaOnly with -DataOnly'; Parameters = @{ SchemaOnly = $true; DataOnly = $true } }
        @{ Name = '-DataOnly with -Section'; Parameters = @{ DataOnly = $true; Section = 'Data' } }
        @{ Name = 'no section at all'; Parameters = @{ Section = 'None' } }
        @{ Name = '-Clean with -DataOnly'; Parameters = @{ DataOnly = $true; Clean = $true } }
        @{ Name = '-Resume with -Restart'; Parameters = @{ Resume = $true; Restart = $true } }
    ) {
        $refusal = { Copy-PgDatabase $source 'postgresql://nobody@127.0.0.1:1/none' @Parameters -WhatIf } | Should -Throw -ErrorId 'ParametersConflict,*' -PassThru
        $refusal.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}

Describe 'Copy-PgDatabase -Clean' {
    BeforeAll {
        $there = 'CREATE SCHEMA shop; CREATE TABLE shop.orders (old int); INSERT INTO shop.orders VALUES (1); CREATE TABLE mine (id int)'
    }

    It 'drops what it makes anew, and nothing else' {
        $destination = New-Destination $there
        (Copy-PgDatabase $source $destination -Clean -IfExists -Confirm:$false).Status | Should -Be 'Completed'
        Invoke-Sql $destination "SELECT to_regclass('mine') IS NOT NULL" | Should -BeTrue
        Test-MigrationIntegrity $source $destination -ExcludeTable mine -Quiet | Should -BeTrue
    }

    It 'asks first, and drops nothing where nobody can answer' {
        $destination = New-Destination $there
        # A runspace without a host, as a job server has it.
        $shell = [powershell]::Create()
        $refusal = try {
            $shell.AddScript('param($manifest, $source, $destination) Import-Module $manifest; try { Copy-PgDatabase $source $destination -Clean -IfExists } catch { $_ }').
                AddArgument($manifest).AddArgument($source).AddArgument($destination).Invoke()
        }
        finally { $shell.Dispose() }
        $refusal.FullyQualifiedErrorId | Should -Be 'ConfirmationNotPossible,PgMigrate.Commands.CopyPgDatabaseCommand'
        $refusal.ErrorDetails.RecommendedAction | Should -BeLike '*-Force*-Confirm:$false*'
        Invoke-Sql $destination 'SELECT old FROM shop.orders' | Should -Be 1
    }

    It 'does not ask with <Name>' -ForEach @(
        @{ Name = '-Force'; Script = { Copy-PgDatabase $source $destination -Clean -IfExists -Force } }
        @{ Name = '$ConfirmPreference = None'; Script = { $ConfirmPreference = 'None'; Copy-PgDatabase $source $destination -Clean -IfExists } }
    ) {
        $destination = New-Destination $there
        (& $Script).Status | Should -Be 'Completed'
    }
}

Describe 'Copy-PgDatabase -OnError' {
    BeforeAll { $inTheWay = "CREATE SCHEMA shop; CREATE TYPE shop.state AS ENUM ('new', 'paid')" }

    It 'Stop ends with the first object that is refused' {
        $refusal = { Copy-PgDatabase $source (New-Destination $inTheWay) -Force } | Should -Throw -ErrorId 'EntryFailed,*' -PassThru
        $refusal.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'Stop gives what had arrived, says how far it came, and goes on from there' {
        $from = New-Destination
        $database = Invoke-Sql $from 'SELECT current_database()'
        $null = Invoke-Sql $from @"
CREATE FUNCTION here(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS `$`$ BEGIN IF current_database() <> '$database' THEN RAISE EXCEPTION 'not here'; END IF; RETURN `$1; END `$`$;
CREATE TABLE t (id int); INSERT INTO t VALUES (1); CREATE INDEX failing ON t (here(id))
"@
        $destination = New-Destination
        $arrived = [System.Collections.Generic.List[object]]::new()
        $refusal = { Copy-PgDatabase $from $destination | ForEach-Object { $arrived.Add($_) } } | Should -Throw -ErrorId 'EntryFailed,*' -PassThru
        $refusal.ErrorDetails.RecommendedAction | Should -BeLike '*objects and the rows of 1 of 1 tables have arrived; the same command with -Resume goes on from there.'
        $arrived.Status | Should -Be 'Failed'
        $arrived.Tables.Table | Should -Be 't'
        "$($arrived.Failures)" | Should -BeLike 'INDEX public.failing: *not here*'
        $null = Invoke-Sql $destination "CREATE OR REPLACE FUNCTION here(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT `$1'"
        (Copy-PgDatabase $from $destination -Resume).Status | Should -Be 'Completed'
    }

    It 'Continue gives a result, and an error for each object that is refused' {
        $destination = New-Destination $inTheWay
        $result = Copy-PgDatabase $source $destination -Force -OnError Continue -ErrorAction SilentlyContinue -ErrorVariable failures
        $result.Status | Should -Be 'CompletedWithErrors'
        $result.Failures | ForEach-Object { "$($_.Kind) $($_.Name)" } | Should -Be 'SCHEMA shop', 'TYPE state'
        $failures.Count | Should -Be 2
        $failures.FullyQualifiedErrorId | Should -Be (, 'EntryFailed,PgMigrate.Commands.CopyPgDatabaseCommand' * 2)
        $failures.TargetObject | Should -Be $result.Failures
        $failures.ErrorDetails.RecommendedAction | ForEach-Object { $_ | Should -Not -BeNullOrEmpty }
        Test-MigrationIntegrity $source $destination -Quiet | Should -BeTrue
    }

    It 'Continue gives an error for each table whose rows are refused' {
        $destination = New-Destination
        $null = Copy-PgDatabase $source $destination -SchemaOnly
        $null = Invoke-Sql $destination "ALTER TABLE shop.customers ADD CHECK (name <> 'customer 7')"
        $result = Copy-PgDatabase $source $destination -DataOnly -OnError Continue -ErrorAction SilentlyContinue -ErrorVariable failures
        $result.Status | Should -Be 'CompletedWithErrors'
        $failures.Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'ConstraintViolated,*'
        "$($failures[0].TargetObject)" | Should -Be 'shop.customers: Failed'
        Invoke-Sql $destination 'SELECT count(*) FROM shop.orders' | Should -Be 2000
        $null = Invoke-Sql $destination 'ALTER TABLE shop.customers DROP CONSTRAINT customers_name_check'
        (Copy-PgDatabase $source $destination -DataOnly -Resume).Status | Should -Be 'Completed'
        Test-MigrationIntegrity $source $destination -Quiet | Should -BeTrue
    }
}

Describe 'Copy-PgDatabase -ReconnectTimeout' {
    BeforeAll {
        # Copies rows to a table that another session has locked, in a PowerShell of its own, until the copy waits there.
        function Start-WaitingCopy([object] $Database, [string] $Parameters) {
            $locking = Lock-Table $Database shop.customers, shop.orders
            $shell = [powershell]::Create()
            $null = $shell.AddScript("param(`$from, `$to) Import-Module '$manifest'; Copy-PgDatabase `$from `$to -DataOnly $Parameters").AddArgument($source).AddArgument($Database)
            $running = $shell.BeginInvoke()
            Wait-Locked $Database $shell $running
            @{ Shell = $shell; Running = $running; Locking = $locking }
        }

        function Stop-Session([object] $Database) {
            $null = Invoke-Sql $Database 'SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()'
        }
    }

    It 'carries on when the end is back in time' {
        $destination = New-Destination
        $null = Copy-PgDatabase $source $destination -SchemaOnly -RemoveJournal
        $copy = Start-WaitingCopy $destination '-ReconnectTimeout 60'
        Stop-Session $destination
        $result = $copy.Shell.EndInvoke($copy.Running)
        $result[0].Status | Should -Be 'Completed'
        "$($copy.Shell.Streams.Warning)" | Should -BeLike '*Trying to reach it again for 60 s.*'
        Test-MigrationIntegrity $source $destination -Quiet | Should -BeTrue
    }

    It 'ends at once when it is 0' {
        $destination = New-Destination
        $null = Copy-PgDatabase $source $destination -SchemaOnly -RemoveJournal
        $copy = Start-WaitingCopy $destination '-ReconnectTimeout 0'
        Stop-Session $destination
        $null = $copy.Shell.EndInvoke($copy.Running)
        $copy.Shell.Streams.Error.Count | Should -Be 1
        "$($copy.Shell.Streams.Warning)" | Should -Not -BeLike '*Trying to reach it again*'
    }

    It 'gives up when the end stays away' {
        $other = Start-PgSandbox
        try {
            $null = Copy-PgDatabase $source $other -SchemaOnly -RemoveJournal
            $copy = Start-WaitingCopy $other '-ReconnectTimeout 1'
            $other | Stop-PgSandbox
            $null = $copy.Shell.EndInvoke($copy.Running)
            $copy.Shell.Streams.Error.Count | Should -Be 1
            "$($copy.Shell.Streams.Warning)" | Should -BeLike '*Trying to reach it again for 1 s.*'
        }
        finally { $other | Stop-PgSandbox }
    }
}

Describe 'A SQLite file' {
    BeforeAll {
        $file = Join-Path $TestDrive 'shop.db'
        $null = Invoke-SqliteSql $file @'
CREATE TABLE customers (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customers, placed DATETIME);
INSERT INTO customers (name) VALUES ('a'), ('b');
INSERT INTO orders (customer, placed) VALUES (1, '2024-05-06 07:08:09'), (2, NULL);
CREATE TRIGGER touched AFTER INSERT ON orders BEGIN UPDATE customers SET name = name; END;
'@
    }

    It 'becomes a PostgreSQL database, and what has no equivalent is told' {
        $destination = New-Destination
        $result = Copy-PgDatabase $file $destination -WarningAction SilentlyContinue -WarningVariable warnings
        $result.Status | Should -Be 'Completed'
        $result.Findings.Object | Should -Be 'touched'
        "$warnings" | Should -BeLike '*touched*'
        Invoke-Sql $destination "SELECT count(*) FROM pg_constraint WHERE conrelid = 'orders'::regclass AND contype IN ('p', 'f')" | Should -Be 2
        Test-MigrationIntegrity $file $destination -Quiet | Should -BeTrue
    }

    It 'is copied by its own names' {
        $destination = New-Destination
        (Copy-PgDatabase $file $destination -Table main.customers -WarningAction SilentlyContinue).Tables.Table | Should -Be 'customers'
        $destination = New-Destination
        (Get-MigrationTable $file -Table customers | Copy-PgDatabase -Destination $destination -WarningAction SilentlyContinue).Rows | Should -Be 2
    }
}

Describe 'The result of Copy-PgDatabase' {
    BeforeAll {
        $password = [regex]::Match((ConvertTo-DatabaseUrl $source -AsPlainText), '://[^:]+:([^@]+)@').Groups[1].Value
        $destination = New-Destination "CREATE SCHEMA shop; CREATE TYPE shop.state AS ENUM ('new', 'paid')"
        $streams = Copy-PgDatabase $source $destination -Force -OnError Continue -Verbose -Debug -ErrorAction Continue *>&1
        $result = $streams | Where-Object { $_ -is [PgMigrate.DatabaseCopyResult] }
    }

    It 'comes with no password in any stream' {
        $password.Length | Should -BeGreaterThan 8
        $streams.Count | Should -BeGreaterThan 3
        foreach ($record in $streams) {
            "$record $($record | Out-String) $($record | Format-List * -Force | Out-String)" | Should -Not -Match ([regex]::Escape($password))
        }
    }

    It 'survives ConvertTo-Json and Export-Clixml' {
        $json = $result | ConvertTo-Json -Depth 4 -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        $read = $json | ConvertFrom-Json
        $read.Rows | Should -Be 2050
        $read.Tables[1].Table | Should -Be 'orders'
        $read.Failures[0].Kind | Should -Be 'SCHEMA'
        $path = Join-Path $TestDrive 'result.xml'
        $result | Export-Clixml $path -Depth 4
        $imported = Import-Clixml $path
        $imported.Tables.Rows | Should -Be 50, 2000
        $imported.Failures.Name | Should -Be 'shop', 'state'
        "$json $(Get-Content $path -Raw)" | Should -Not -Match ([regex]::Escape($password))
    }

    It 'ends the pipeline in order when no more is wanted' {
        $destination = New-Destination
        (Copy-PgDatabase $source $destination | Select-Object -First 1).Status | Should -Be 'Completed'
        (Copy-PgDatabase $source $destination -WarningAction SilentlyContinue).Status | Should -Be 'AlreadyCopied'
    }
}
