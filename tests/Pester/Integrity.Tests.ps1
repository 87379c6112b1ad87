BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $source = Start-PgSandbox
    $null = Invoke-Sql $source @'
CREATE TABLE customers (id integer PRIMARY KEY, name text);
CREATE TABLE orders (id integer PRIMARY KEY, customer integer REFERENCES customers, total numeric(10, 2));
INSERT INTO customers SELECT n, 'customer ' || n FROM generate_series(1, 500) AS n;
INSERT INTO orders SELECT n, 1 + n % 500, n * 1.25 FROM generate_series(1, 2000) AS n;
'@
    $null = Invoke-Sql $source 'CREATE DATABASE copy'
    $copy = ($source | ConvertTo-DatabaseUrl -AsPlainText) -replace '/postgres(\?|$)', '/copy$1'
    $null = Copy-PgDatabase $source $copy
}

AfterAll { $source | Stop-PgSandbox }

Describe 'Test-MigrationIntegrity' {
    It 'gives a record for each table and a verdict' {
        $records = Test-MigrationIntegrity $source $copy
        $records | ForEach-Object { $_.GetType().Name } | Sort-Object | Should -Be 'MigrationIntegrity', 'TableIntegrity', 'TableIntegrity'
        $verdict = $records[-1]
        $verdict.IsMatch | Should -BeTrue
        $verdict.Tables | Should -Be 2
        $verdict.SourceRows | Should -Be 2500
        $verdict.Level | Should -Be 'Checksum'
        "$($verdict.Source) $($verdict.Destination)" | Should -Not -Match ':[^/@]+@'
        $verdict | Out-String | Should -Match 'Verdict\s+: same'
        Test-MigrationIntegrity $source $copy -Quiet | Should -BeTrue
    }

    It 'says which rows differ, and how to repair them' {
        $null = Invoke-Sql $copy "UPDATE customers SET name = 'other' WHERE id = 7; DELETE FROM orders WHERE id = 3; INSERT INTO orders VALUES (9999, 7, 1)"
        $records = Test-MigrationIntegrity $source $copy
        $differences = $records | Where-Object { $_ -is [PgMigrate.RowDifference] }
        $differences | ForEach-Object { "$_" } | Sort-Object | Should -Be @(
            'public.customers (id=7) changed: name: customer 7 -> other'
            'public.orders (id=3) missing'
            'public.orders (id=9999) extra')
        ($records | Where-Object { $_ -is [PgMigrate.TableIntegrity] }).Differences.Count | Should -Be 3
        $records[-1].IsMatch | Should -BeFalse
        $records[-1].Differences | Should -Be 3
        $differences | Out-String -Width 200 | Should -Match 'public.customers\s+Changed\s+id=7\s+name: customer 7 -> other'
        Test-MigrationIntegrity $source $copy -Level Count -Table orders -Quiet | Should -BeTrue
        Test-MigrationIntegrity $source $copy -Level Sample -SampleSize 5000 -Seed 3 -Quiet | Should -BeFalse
        (Test-MigrationIntegrity $source $copy -MaxDifference 1 -Table orders)[0].HasMoreDifferences | Should -BeTrue
        (Test-MigrationIntegrity $source $copy -Level Full -Table customers)[0].Columns.Column | Should -Be 'id', 'name'

        $script = Test-MigrationIntegrity $source $copy -AsRepairScript
        $script | Should -BeOfType string
        Test-MigrationIntegrity $source $copy -Quiet | Should -BeFalse -Because 'nothing runs the script by itself'
        $null = Invoke-Sql $copy ($script -join "`n")
        Test-MigrationIntegrity $source $copy -Quiet | Should -BeTrue
        Test-MigrationIntegrity $source $copy -AsRepairScript | Should -BeNullOrEmpty
    }

    It 'looks again before it tells' {
        $null = Invoke-Sql $copy "UPDATE customers SET name = 'late' WHERE id = 8"
        $table = Test-MigrationIntegrity $source $copy -Table customers -Recheck 2 -RecheckDelay '0:0:0.1' | Select-Object -First 1
        $table.Rechecks | Should -Be 2
        $table.IsMatch | Should -BeFalse
        $null = Invoke-Sql $copy "UPDATE customers SET name = 'customer 8' WHERE id = 8"
    }

    It 'compares the objects too, and goes on with a table that is not there' {
        $null = Invoke-Sql $copy 'DROP INDEX IF EXISTS extra; CREATE INDEX extra ON customers (name); ALTER TABLE orders RENAME TO gone'
        $records = Test-MigrationIntegrity $source $copy -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'DestinationObjectNotFound*'
        $records | Where-Object { $_ -is [PgMigrate.SchemaDifference] } | ForEach-Object { "$_" } | Should -Contain 'Index public.extra on customers: only in the destination'
        ($records | Where-Object { $_ -is [PgMigrate.TableIntegrity] -and $_.ErrorMessage }).Table | Should -Be 'orders'
        $records[-1].IsMatch | Should -BeFalse
        $records[-1].FailedTables | Should -Be 1
        $records[-1] | Out-String | Should -Match 'Objects\s+: \d+ differences, and 0 as intended'
        Test-MigrationIntegrity $source $copy -Scope Rows -Table customers -Quiet | Should -BeTrue
        $null = Invoke-Sql $copy 'DROP INDEX extra; ALTER TABLE gone RENAME TO orders'
        Test-MigrationIntegrity $source $copy -Quiet | Should -BeTrue
    }

    It 'keeps a journal until the check has come to its end' {
        $journal = Join-Path $TestDrive 'check.journal'
        Set-Content $journal 'what somebody needs'
        { Test-MigrationIntegrity $source $copy -JournalPath $journal } | Should -Throw -ErrorId 'IntegrityJournalExists*'
        { Test-MigrationIntegrity $source $copy -JournalPath $journal -Resume } | Should -Throw -ErrorId 'IntegrityJournalUnusable*'
        Get-Content $journal | Should -Be 'what somebody needs'
        Remove-Item $journal
        (Test-MigrationIntegrity $source $copy -JournalPath $journal -Resume)[-1].IsMatch | Should -BeTrue
        $journal | Should -Not -Exist
    }
}
