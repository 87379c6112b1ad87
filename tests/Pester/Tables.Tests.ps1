BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $sandbox = Start-PgSandbox
    $null = Invoke-Sql $sandbox @'
CREATE TABLE customers (id int PRIMARY KEY, name text);
CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY, line int, customer int REFERENCES customers, PRIMARY KEY (id, line));
CREATE SCHEMA archive;
CREATE TABLE archive.orders (id bigint);
CREATE VIEW shown AS SELECT * FROM customers;
INSERT INTO customers SELECT n, 'customer ' || n FROM generate_series(1, 500) AS n;
'@
    $file = Join-Path $TestDrive 'shop.db'
    $null = Invoke-SqliteSql $file 'CREATE TABLE orders (id INTEGER PRIMARY KEY); INSERT INTO orders VALUES (1), (2)'
}

AfterAll { $sandbox | Stop-PgSandbox }

Describe 'Get-MigrationTable' {
    It 'lists every table of a PostgreSQL database, and no view' {
        Get-MigrationTable $sandbox | ForEach-Object ToString | Sort-Object | Should -Be 'archive.orders', 'public.customers', 'public.orders'
    }

    It 'knows keys, identities and the order of foreign keys' {
        $orders = Get-MigrationTable $sandbox public.orders
        $orders | Should -BeOfType PgMigrate.MigrationTable
        $orders.PrimaryKey | Should -Be 'id', 'line'
        $orders.IdentityColumns | Should -Be 'id'
        $orders.ForeignKeyOrder | Should -Be 1
    }

    It 'counts rows when asked to' {
        (Get-MigrationTable $sandbox customers -Exact).Rows | Should -Be 500
        (Get-MigrationTable $sandbox customers).Rows | Should -BeNullOrEmpty
    }

    It 'chooses by wildcards' {
        Get-MigrationTable $sandbox -Schema public -ExcludeTable cust* | ForEach-Object ToString | Should -Be 'public.orders'
        Get-MigrationTable $sandbox -Table ord* -ExcludeSchema pub* | ForEach-Object ToString | Should -Be 'archive.orders'
    }

    It 'warns of a pattern that matches nothing' {
        Get-MigrationTable $sandbox -Table nothing* -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike "*nothing*"
    }

    It 'lists the tables of a SQLite file' {
        $table = Get-MigrationTable $file -Exact
        $table.ToString() | Should -Be 'main.orders'
        $table.Rows | Should -Be 2
    }

    It 'takes databases from the pipeline, and goes on after one that does not answer' {
        $tables = 'postgresql://nobody@127.0.0.1:1/none', $file, $sandbox | Get-MigrationTable -ErrorAction SilentlyContinue -ErrorVariable failures
        $tables.Count | Should -Be 4
        $failures.Count | Should -Be 1
    }

    It 'writes tables that carry their source' {
        $tables = @(Get-MigrationTable $sandbox -Schema public)
        ($tables[0] | Test-DatabaseConnection -Quiet) | Should -BeTrue
    }

    It 'shows rows and sizes on the right and marks estimates' {
        $shown = Get-MigrationTable $sandbox customers -Exact | Out-String -Width 100
        $shown | Should -Match '(?m)^public\s+customers\s+Table\s+500\s+\d+\.\d kB\s+0 id\s*$'
        $null = Invoke-Sql $sandbox 'ANALYZE customers'
        Get-MigrationTable $sandbox customers | Out-String -Width 100 | Should -Match '\s~500\s'
    }

    It 'ends when the pipeline has enough' {
        Get-MigrationTable $sandbox -Exact | Select-Object -First 1 | Should -HaveCount 1
    }

    It 'survives ConvertTo-Json and Export-Clixml without a password' {
        $password = [regex]::Match((ConvertTo-DatabaseUrl $sandbox -AsPlainText), '://[^:]+:([^@]+)@').Groups[1].Value
        $tables = Get-MigrationTable $sandbox
        $tables | ConvertTo-Json -Depth 6 | Should -Not -Match $password
        $path = Join-Path $TestDrive 'tables.xml'
        $tables | Export-Clixml $path -Depth 6
        Get-Content $path -Raw | Should -Not -Match $password
        (Import-Clixml $path).Count | Should -Be 3
    }
}
