BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $source = Start-PgSandbox -DatabaseName source
    $destination = Start-PgSandbox -DatabaseName destination
    foreach ($end in $source, $destination) { $null = Invoke-Sql $end 'CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 100)' }
}

AfterAll { $source, $destination | Stop-PgSandbox }

Describe 'Measure-DatabaseLatency' {
    It 'gives connections, queries and a verdict, of both ends' {
        $records = Measure-DatabaseLatency $source $destination -Count 5 -ConnectionCount 2 -ConnectionBudget 10min
        $records.ForEach({ $_.GetType().Name }) | Should -Be (@('ConnectionLatency') * 2 + @('QueryLatency') * 4 + 'LatencyReport')
        $records[0].End, $records[1].End | Should -Be Source, Destination
        $records[2].Name | Should -Be 'round trip'
        $records[3].Sql | Should -Match '\("id"\) = \(\$1\)'
        $records[3].Destination.Samples | Should -Be 5
        $records[3].Ratio | Should -BeGreaterThan 0
        $records[-1].IsWithinBudget | Should -BeTrue
        $records[-1].Samples | Should -Be 40
    }

    It 'takes queries by text and by name, and measures one end alone' {
        $records = Measure-DatabaseLatency $source -Query 'SELECT 1', ([ordered]@{ nap = 'SELECT pg_sleep(0.05)'; missing = 'SELECT * FROM nowhere' }) -Count 2 -Warmup 0 -P95Budget 1ms -P99Budget ([timespan]::FromHours(1)) -ConnectionBudget 10min
        $queries = $records | Where-Object { $_ -is [PgMigrate.QueryLatency] }
        $queries.Name | Should -Be 'SELECT 1', 'nap', 'missing'
        $queries[1].Breaches.Budget | Should -Be P95
        $queries[1].Destination | Should -BeNullOrEmpty
        $queries[2].Source.ErrorMessage | Should -BeLike '*nowhere*42P01*'
        $records[-1].IsWithinBudget | Should -BeFalse
        $records[-1].FailedQueries | Should -Be 1
    }

    It 'says yes or no under -Quiet' {
        Measure-DatabaseLatency $source -Query 'SELECT 1' -Count 1 -P95Budget 10min -ConnectionBudget 10min -Quiet | Should -BeExactly $true
        Measure-DatabaseLatency $source -Query 'SELECT pg_sleep(0.05)' -Count 1 -P95Budget 1ms -Quiet | Should -BeExactly $false
    }

    It 'refuses times without a unit, and statements that do not read' {
        { Measure-DatabaseLatency $source -P95Budget 200 } | Should -Throw -ExpectedMessage "*'200' is no length of time*200ms*"
        { Measure-DatabaseLatency $source -P95Budget '0ms' } | Should -Throw -ExpectedMessage '*no length of time*'
        { Measure-DatabaseLatency $source -Query 'DELETE FROM t' } | Should -Throw -ErrorId 'LatencyQueryRefused,*'
        { Measure-DatabaseLatency $source -Query 7 } | Should -Throw -ExpectedMessage '*no query*'
        Invoke-Sql $source 'SELECT count(*) FROM t' | Should -Be 100
    }

    It 'becomes part of a report, from a file too' {
        $records = Measure-DatabaseLatency $source $destination -Query 'SELECT 1' -Count 2 -ConnectionCount 1
        $records | Export-MigrationReport TestDrive:/live.json
        $records | Export-Clixml TestDrive:/records.xml
        Import-Clixml TestDrive:/records.xml | Export-MigrationReport TestDrive:/again.json
        $live, $again = 'live', 'again' | ForEach-Object { (Get-Content "TestDrive:/$_.json" -Raw | ConvertFrom-Json).objects | ConvertTo-Json -Depth 20 }
        $again | Should -Be $live
        $records | Export-MigrationReport TestDrive:/latency.html
        Get-Content TestDrive:/latency.html -Raw | Should -Match '<h2>Latency</h2>'
    }

    It 'looks well at 100 columns' {
        $query = [PgMigrate.QueryLatency]@{
            Name = 'shop.orders: one row by key'; Sql = 'SELECT 1'; Ratio = 1.5
            Source = [PgMigrate.LatencyFigures]@{ P50 = '00:00:00.0012'; P95 = '00:00:00.0025'; P99 = '00:00:00.1' }
            Destination = [PgMigrate.LatencyFigures]@{ P50 = '00:00:00.0018'; P95 = '00:00:00.0025'; P99 = '00:00:01.25' }
            Breaches = [PgMigrate.LatencyBreach[]](@{ Budget = 'P99'; Object = 'q'; What = 'w' })
        }
        $line = ($query | Out-String -Width 100) -split '\r?\n' | Where-Object { $_ } | Select-Object -Last 1
        $line -replace ' +', ' ' | Should -Match 'shop\.orders: one row by key 1\.20 2\.50 100\.00 1\.80 2\.50 1250\.00 1\.50 OVER P99'
    }
}
