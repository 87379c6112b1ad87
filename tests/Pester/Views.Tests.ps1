# How results look, at 100 columns.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $PSStyle.OutputRendering = 'PlainText'

    function Show($Object) { ($Object | Out-String -Width 100) -split '\r?\n' | ForEach-Object TrimEnd | Where-Object { $_ } }
}

Describe 'A view' {
    It 'shows a copied table with numbers on the right' {
        $result = [PgMigrate.TableCopyResult]@{
            Schema = 'public'; Table = 'orders'; Status = 'Completed'; Rows = 1234567; Bytes = 150MB; Elapsed = [timespan]::FromSeconds(12.5)
        }
        (Show $result)[-1] -replace ' +', ' ' | Should -Be 'public orders Completed 1,234,567 150.0 MB 00:00:12.5 98,765'
    }

    It 'says how many rows were rejected' {
        $result = [PgMigrate.TableCopyResult]@{ Schema = 'public'; Table = 'orders'; Status = 'CompletedWithRejects'; Rows = 10; Rejected = 3 }
        (Show $result)[-1] | Should -Match 'orders\s+3 rejected\s+10'
    }

    It 'marks an estimate and leaves out what is not known' {
        $estimated = [PgMigrate.MigrationTable]@{ Schema = 'public'; Name = 'orders'; EstimatedRows = 50000; Bytes = 1536; PrimaryKey = [string[]]('id', 'line') }
        (Show $estimated)[-1] -replace ' +', ' ' | Should -Be 'public orders Table ~50,000 1.5 kB 0 id, line'
        $unknown = [PgMigrate.MigrationTable]@{ Schema = 'public'; Name = 'orders' }
        (Show $unknown)[-1] -replace ' +', ' ' | Should -Be 'public orders Table 0 B 0'
    }

    It 'shows a copied database with what was refused, and only what there is' {
        $result = [PgMigrate.DatabaseCopyResult]@{
            Source = 'postgresql://app@old.example/shop'; Destination = 'postgresql://app@new.example/shop'; Status = 'CompletedWithErrors'
            Objects = 1234; ResumedObjects = 2; Elapsed = [timespan]::FromSeconds(12.5)
            Tables = [PgMigrate.TableCopyResult[]](
                @{ Schema = 'public'; Table = 'orders'; Status = 'CompletedWithRejects'; Rows = 1234567; Bytes = 150MB; Rejected = 3 },
                @{ Schema = 'public'; Table = 'logs'; Status = 'Failed' })
            Failures = [PgMigrate.ObjectFailure[]](@{ Kind = 'INDEX'; Schema = 'public'; Name = 'by_total'; ErrorMessage = 'no room' }, @{ Kind = 'EXTENSION'; Name = 'postgis'; ErrorMessage = 'absent' })
            Findings = [PgMigrate.MigrationFinding[]](@{ Kind = 'Trigger'; Object = 'touched'; What = 'It has no translation.'; Remedy = 'Write it.' })
        }
        Show $result | Should -Be @(
            'Source      : postgresql://app@old.example/shop'
            'Destination : postgresql://app@new.example/shop'
            'Status      : CompletedWithErrors'
            'Objects     : 1,234, and 2 by an earlier run'
            'Tables      : 2, failed: public.logs'
            'Rows        : 1,234,567, 3 rejected'
            'Size        : 150.0 MB'
            'Elapsed     : 00:00:12.5'
            'Failures    : 2: INDEX public.by_total, EXTENSION postgis'
            'Findings    : 1: touched'
        )
        Show ($result.Failures[0]) | Select-Object -Last 1 | ForEach-Object { $_ -replace ' +', ' ' } | Should -Be 'INDEX public.by_total no room'
        $plain = [PgMigrate.DatabaseCopyResult]@{ Source = 'a'; Destination = 'b'; Status = 'Completed' }
        (Show $plain) -replace ' *: .*' | Should -Be 'Source', 'Destination', 'Status', 'Objects', 'Tables', 'Rows', 'Size', 'Elapsed'
    }

    It 'shows an export and what is in an archive' {
        $result = [PgMigrate.DatabaseExportResult]@{
            Source = 'postgresql://app@old.example/shop'; Path = '/backup/shop'; Format = 'Directory'; Status = 'Completed'; Entries = 1234; Bytes = 150MB; FileBytes = 50MB
            Elapsed = [timespan]::FromSeconds(12.5)
            Tables = [PgMigrate.TableExportResult[]](@{ Schema = 'public'; Table = 'orders'; Rows = 1234567; Bytes = 150MB; IsKept = $true }, @{ Schema = 'public'; Table = 'logs' })
            Findings = [PgMigrate.MigrationFinding[]](@{ Kind = 'Trigger'; Object = 'touched'; What = 'It has no translation.'; Remedy = 'Write it.' })
        }
        Show $result | Should -Be @(
            'Source   : postgresql://app@old.example/shop'
            'Path     : /backup/shop'
            'Format   : Directory'
            'Status   : Completed'
            'Entries  : 1,234'
            'Tables   : 2, 1 of them kept of an earlier run'
            'Rows     : 1,234,567'
            'Size     : 50.0 MB for 150.0 MB of data'
            'Elapsed  : 00:00:12.5'
            'Findings : 1: touched'
        )
        (Show $result.Tables[0])[-1] -replace ' +', ' ' | Should -Be 'public orders 1,234,567 150.0 MB 00:00:00.0 of an earlier run'
        $archive = [PgMigrate.PgArchive]@{ Path = '/backup/shop.sql'; Format = 'Plain'; Compression = 'None'; Encoding = 'UTF8'; ServerVersion = '15.1'; EntryCount = 1234 }
        Show $archive | Should -Be 'Path          : /backup/shop.sql', 'Format        : Plain', 'Compression   : None', 'Encoding      : UTF8', 'ServerVersion : 15.1', 'Entries       : 1,234'
        $entry = [PgMigrate.PgArchiveEntry]@{ Archive = '/backup/shop.dump'; DumpId = 17; Section = 'Data'; Kind = 'TABLE DATA'; Schema = 'public'; Name = 'orders'; HasData = $true; Bytes = 1536 }
        (Show $entry)[-1] -replace ' +', ' ' | Should -Be ' 17 Data TABLE DATA public orders 1.5 kB'
    }

    It 'shows a step with what came of it, or with what it will do' {
        $done = [PgMigrate.MigrationStep]@{ Name = 'Rows'; Status = 'Done'; Description = 'Copy the rows.'; Outcome = '2 tables, 500 rows.'; Elapsed = [timespan]::FromSeconds(12.5) }
        (Show $done)[-1] -replace ' +', ' ' | Should -Be 'Rows Done 00:00:12.5 2 tables, 500 rows.'
        $planned = [PgMigrate.MigrationStep]@{ Name = 'Sequences'; Description = 'Let none be behind.' }
        (Show $planned)[-1] -replace ' +', ' ' | Should -Be 'Sequences Planned Let none be behind.'
        $skipped = [PgMigrate.MigrationStep]@{ Name = 'Health'; Status = 'Skipped'; Description = 'Watch it.'; Outcome = 'It was left out.' }
        (Show $skipped)[-1] -replace ' +', ' ' | Should -Be 'Health Skipped It was left out.'
        $failed = [PgMigrate.MigrationStep]@{ Name = 'Readiness'; Status = 'Failed'; Description = 'Assess.'; ErrorMessage = 'no room'; Elapsed = [timespan]::FromHours(30) }
        (Show $failed)[-1] -replace ' +', ' ' | Should -Be 'Readiness Failed 30:00:00.0 no room'
    }

    It 'shows a migration with its steps, and only what there is' {
        $steps = [PgMigrate.MigrationStep[]](
            @{ Name = 'Readiness'; Status = 'Done'; Description = 'Assess.' }, @{ Name = 'Backup'; Status = 'Skipped'; Description = 'Keep.' },
            @{ Name = 'Schema'; Status = 'Done'; Description = 'Make.' }, @{ Name = 'Rows'; Status = 'Failed'; Description = 'Copy.' }, @{ Name = 'Verify'; Description = 'Compare.' })
        $started = [DateTimeOffset]::new(2026, 1, 2, 3, 4, 5, [TimeZoneInfo]::Local.GetUtcOffset([datetime]'2026-01-02T03:04:05'))
        $migration = [PgMigrate.DatabaseMigration]@{
            Id = [guid]::NewGuid(); Source = 'postgresql://app@old.example/shop'; Destination = 'postgresql://app@new.example/shop'; Status = 'Failed'; Steps = $steps
            StartedAt = $started; Elapsed = [timespan]::FromSeconds(12.5); IsFenced = $true; SwitchedAt = $started; SourceWrites = 1234; DestinationWrites = 0
            BackupPath = '/backup/shop.dump'; ReportPath = [string[]]('/a.html', '/a.json'); JournalPath = '/move.journal'; ErrorMessage = 'no room'; Remedy = 'Make some.'
        }
        Show $migration | Should -Be @(
            'Source        : postgresql://app@old.example/shop'
            'Destination   : postgresql://app@new.example/shop'
            'Status        : Failed'
            'Started       : 2026-01-02 03:04:05'
            'Elapsed       : 00:00:12.5'
            'Steps         : Done: Readiness, Schema'
            '                Skipped: Backup'
            '                Failed: Rows'
            '                Planned: Verify'
            'Fence         : UP: the source can only be read'
            'Switched      : 2026-01-02 03:04:05'
            'Written since : 1,234 rows of the source, 0 rows of the destination'
            'Backup        : /backup/shop.dump'
            'Report        : /a.html'
            '                /a.json'
            'Journal       : /move.journal'
            'Error         : no room'
            'Remedy        : Make some.'
        )
        $plain = [PgMigrate.DatabaseMigration]@{ Id = [guid]::NewGuid(); Source = 'a'; Destination = 'b'; Status = 'Running' }
        (Show $plain) -replace ' *: .*' | Should -Be 'Source', 'Destination', 'Status', 'Started', 'Elapsed'
        $after = Show @($steps[0], $plain)
        $after[-5..-1] -replace ' *: .*' | Should -Be 'Source', 'Destination', 'Status', 'Started', 'Elapsed'
    }

    It 'keeps the steps of a migration in a file' {
        $step = [PgMigrate.MigrationStep]@{ Name = 'Rows'; Status = 'Done'; Description = 'Copy.'; Outcome = '3 rows.' }
        $migration = [PgMigrate.DatabaseMigration]@{ Id = [guid]::NewGuid(); Source = 'a'; Destination = 'b'; Status = 'Completed'; Steps = [PgMigrate.MigrationStep[]] $step }
        $migration | Export-Clixml "$TestDrive/migration.xml"
        $back = Import-Clixml "$TestDrive/migration.xml"
        $back.Status.ToString(), $back.Steps[0].Name.ToString(), $back.Steps[0].Status.ToString(), $back.Steps[0].Outcome | Should -Be 'Completed', 'Rows', 'Done', '3 rows.'
        $health = [PgMigrate.MigrationHealth]@{ IsHealthy = $false; Log = [PgMigrate.HealthAttempt[]] @{ At = [DateTimeOffset]::Now; Error = 'HTTP 500' } }
        $health | Export-Clixml "$TestDrive/health.xml"
        (Import-Clixml "$TestDrive/health.xml").Log[0].Error | Should -Be 'HTTP 500'
    }

    It 'shows how a program fares, and what was copied back' {
        $health = [PgMigrate.MigrationHealth]@{
            IsHealthy = $false; Uri = 'https://shop.example/health'; Attempts = 5; Errors = 2; LogErrors = 30; LogLines = [string[]]('ERROR a', 'ERROR b')
            Log = [PgMigrate.HealthAttempt[]](@{ At = [DateTimeOffset]::Now; Error = 'HTTP 500' }, @{ At = [DateTimeOffset]::Now; StatusCode = 200 })
            ConnectTime = [timespan]::FromMilliseconds(5); Elapsed = [timespan]::FromSeconds(12.5)
        }
        Show $health | Should -Be @(
            'Verdict     : NOT HEALTHY'
            'Uri         : https://shop.example/health'
            'Answers     : 3 of 5 were good, the last that was not: HTTP 500'
            'Connect     : 5 ms'
            'In the logs : 30 errors, the last of them:'
            '              ERROR a'
            '              ERROR b'
            'Elapsed     : 00:00:12.5'
        )
        (Show ([PgMigrate.MigrationHealth]@{ IsHealthy = $true })) -replace ' *: .*' | Should -Be 'Verdict', 'Connect', 'Elapsed'
        $back = [PgMigrate.TableCopyBackResult]@{ Schema = 'public'; Table = 'orders'; Inserted = 1234567; Updated = 2; Deleted = 0 }
        (Show $back)[-1] -replace ' +', ' ' | Should -Be 'public orders 1,234,567 2 0'
    }

    It 'keeps within 100 columns' {
        $step = [PgMigrate.MigrationStep]@{ Name = 'Readiness'; Status = 'Done'; Description = 'a'; Outcome = 'b' * 150; Elapsed = [timespan]::FromHours(30) }
        $migration = [PgMigrate.DatabaseMigration]@{ Id = [guid]::NewGuid(); Source = 'a' * 120; Destination = 'b' * 120; Status = 'Failed'; Steps = [PgMigrate.MigrationStep[]](,$step * 9); ErrorMessage = 'c ' * 100; ReportPath = [string[]](,('d' * 150)) }
        $restored = [PgMigrate.TableCopyBackResult]@{ Schema = 'a' * 63; Table = 'b' * 63; Inserted = [long]::MaxValue; Updated = [long]::MaxValue; Deleted = [long]::MaxValue }
        $step, $migration, $restored | ForEach-Object { Show $_ } | ForEach-Object { $_.Length | Should -BeLessOrEqual 100 }
        $failure = [PgMigrate.ObjectFailure]@{ Kind = 'MATERIALIZED VIEW DATA'; Schema = 'a' * 63; Name = 'b' * 63; ErrorMessage = 'c ' * 100 }
        $failed = [PgMigrate.DatabaseCopyResult]@{ Source = 'a' * 90; Destination = 'b' * 90; Status = 'CompletedWithErrors'; Failures = [PgMigrate.ObjectFailure[]]@($failure, $failure, $failure, $failure) }
        $finding = [PgMigrate.MigrationFinding]@{ Kind = 'ForeignPartition'; Object = 'a' * 90; What = 'b ' * 90; Remedy = 'c' }
        $failure, $failed, $finding | ForEach-Object { Show $_ } | ForEach-Object { $_.Length | Should -BeLessOrEqual 100 }
        $table = [PgMigrate.MigrationTable]@{ Schema = 'a' * 63; Name = 'b' * 63; EstimatedRows = [long]::MaxValue; Bytes = [long]::MaxValue; PrimaryKey = [string[]]('c' * 63) }
        Show $table | ForEach-Object { $_.Length | Should -BeLessOrEqual 100 }
    }
}

Describe 'A size' {
    It 'reads <Expected>' -ForEach @(
        @{ Bytes = 0; Expected = '0 B' }
        @{ Bytes = 1023; Expected = '1023 B' }
        @{ Bytes = 1024; Expected = '1.0 kB' }
        @{ Bytes = 1.5MB; Expected = '1.5 MB' }
        @{ Bytes = [long]::MaxValue; Expected = '8192.0 PB' }
    ) {
        [PgMigrate.ByteSize]::Format($Bytes) | Should -Be $Expected
    }
}
