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

    It 'keeps within 100 columns' {
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
