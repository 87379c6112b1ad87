BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $source = Start-PgSandbox -DatabaseName source
    $destination = Start-PgSandbox -DatabaseName destination
    $null = Invoke-Sql $source 'CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 100)'
    $copy = Copy-PgDatabase $source $destination -Confirm:$false
    $rows = Test-MigrationIntegrity $source $destination
    $findings = Test-DatabaseCompliance $destination
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
