BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $source = Start-PgSandbox -DatabaseName source
    $destination = Start-PgSandbox -DatabaseName destination
    $null = Invoke-Sql $source 'CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 100)'
    $copy = Copy-PgDatabase $source $destination -Confirm:$false
    $rows = Test-MigrationIntegrity $source $destination
    $findings = Test-DatabaseCompliance $destination
    # Another process knows no sandbox of this one.
    $from, $to = $source, $destination | ConvertTo-DatabaseUrl -AsPlainText
}

AfterAll { $source, $destination | Stop-PgSandbox }

Describe 'Export-MigrationReport' {
    It 'writes a page of what is piped in, lists among it' {
        $file = $copy, $rows, $findings | Export-MigrationReport TestDrive:/report.html -Title 'A <shop>' -PassThru
        $file | Should -BeOfType System.IO.FileInfo
        $page = Get-Content $file -Raw
        $page | Should -Match '<h1>A &lt;shop&gt;</h1>'
        $page | Should -Match 'public\.t'
        $page | Should -Match 'connection_not_encrypted'
    }

    It 'writes the objects as JSON' {
        $copy, $rows | Export-MigrationReport TestDrive:/report.json
        $report = Get-Content TestDrive:/report.json -Raw | ConvertFrom-Json
        $report.state | Should -Be good
        $report.objects.databaseCopyResult[0].tables[0].rows | Should -Be 100
        $report.objects.tableIntegrity[0].isMatch | Should -BeTrue
    }

    It 'writes tests for a pipeline' {
        $findings | Export-MigrationReport TestDrive:/report.xml
        $xml = [xml](Get-Content TestDrive:/report.xml -Raw)
        [int]$xml.testsuites.failures | Should -BeGreaterThan 0
    }

    It 'names the schema of its JSON, which ships with the module' {
        $copy | Export-MigrationReport TestDrive:/named.json
        $schema = Get-Content "$moduleRoot/report.schema.json" -Raw | ConvertFrom-Json
        (Get-Content TestDrive:/named.json -Raw | ConvertFrom-Json).'$schema' | Should -Be $schema.'$id'
        if (Get-Command Test-Json -ErrorAction Ignore) { Test-Json -Path TestDrive:/named.json -SchemaFile "$moduleRoot/report.schema.json" | Should -BeTrue }
    }

    Context 'with objects from a file or another session' {
        BeforeAll {
            # Both forms of one report, without what differs in any two.
            function Read-Report([string] $Path) { (Get-Content $Path -Raw | ConvertFrom-Json).objects | ConvertTo-Json -Depth 20 }
            $null = Invoke-Sql $destination 'DELETE FROM t WHERE id = 7'
            $different = Test-MigrationIntegrity $source $destination -Level Full
            $readiness = Test-MigrationReadiness $source
            $all = @($readiness; $findings; $copy; $different; Compare-PgSchema $source $destination)
            $all | Export-MigrationReport TestDrive:/live.json
        }

        AfterAll { $null = Invoke-Sql $destination 'INSERT INTO t VALUES (7)' }

        It 'takes what Import-Clixml gives as what was exported' {
            $all | Export-Clixml TestDrive:/all.xml
            $again = Import-Clixml TestDrive:/all.xml
            $again[0].PSTypeNames[0] | Should -BeLike 'Deserialized.PgMigrate.*'
            $again | Export-MigrationReport TestDrive:/again.json
            Read-Report TestDrive:/again.json | Should -Be (Read-Report TestDrive:/live.json)
        }

        It 'takes what a job gives, tables and all' {
            $job = Start-Job { Import-Module $using:manifest; Test-MigrationIntegrity $using:from $using:to; ConvertTo-DatabaseUrl 'postgresql://h/d' }
            $given = $job | Wait-Job | Receive-Job
            $job | Remove-Job
            $given | Where-Object { $_.PSTypeNames[0] -like '*Integrity' } | Export-MigrationReport TestDrive:/job.json
            $tables = (Get-Content TestDrive:/job.json -Raw | ConvertFrom-Json).objects.tableIntegrity
            $tables[0].isMatch | Should -BeFalse
            $tables[0].differences[0].key.id | Should -Be 7
            { $given | Export-MigrationReport TestDrive:/other.json -ErrorAction Stop } | Should -Throw -ErrorId 'ReportItemUnknown,*' -ExpectedMessage '*MaskedDatabaseUrl*'
        }

        It 'says what of an object is not there' {
            $bag = Import-Clixml TestDrive:/all.xml | Where-Object { $_.PSTypeNames[0] -like '*.DatabaseCopyResult' }
            $bag.Tables = 'System.Collections.Generic.List`1[PgMigrate.TableCopyResult]'
            { $bag | Export-MigrationReport TestDrive:/cut.json -ErrorAction Stop } | Should -Throw -ErrorId 'ReportItemIncomplete,*' -ExpectedMessage '*DatabaseCopyResult.Tables is not whole. It was cut off.'
            $part = [pscustomobject]@{ PSTypeName = 'Deserialized.PgMigrate.DatabaseCopyResult'; Source = 'a'; Destination = 'b' }
            { $part | Export-MigrationReport TestDrive:/cut.json -ErrorAction Stop } | Should -Throw -ErrorId 'ReportItemIncomplete,*' -ExpectedMessage '*It has no Status.'
            'TestDrive:/cut.json' | Should -Not -Exist
            $forged = [pscustomobject]@{ PSTypeName = 'Deserialized.PgMigrate.MigrationException'; Message = 'x' }
            { $forged | Export-MigrationReport TestDrive:/forged.json -ErrorAction Stop } | Should -Throw -ErrorId 'ReportItemUnknown,*'
        }
    }

    It 'keeps a file that is there' {
        Set-Content TestDrive:/there.md old
        { $copy | Export-MigrationReport TestDrive:/there.md -ErrorAction Stop } | Should -Throw -ErrorId 'ReportExists,*'
        Get-Content TestDrive:/there.md | Should -Be old
        $copy | Export-MigrationReport TestDrive:/there.md -Force -WhatIf
        Get-Content TestDrive:/there.md | Should -Be old
        $copy | Export-MigrationReport TestDrive:/there.md -Force
        (Get-Content TestDrive:/there.md)[0] | Should -Be '# Migration report'
    }

    It 'refuses what it cannot tell of' {
        { 'text' | Export-MigrationReport TestDrive:/text.html -ErrorAction Stop } | Should -Throw -ErrorId 'ReportItemUnknown,*'
        { @() | Export-MigrationReport TestDrive:/none.html -ErrorAction Stop } | Should -Throw -ErrorId 'ReportEmpty,*'
        { $copy | Export-MigrationReport TestDrive:/report.docx -ErrorAction Stop } | Should -Throw -ErrorId 'ReportFormatUnknown,*'
    }
}
