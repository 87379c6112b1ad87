BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $source = Start-PgSandbox
    $project = Start-PgSandbox -Supabase
    $null = Invoke-Sql $source @'
CREATE TABLE guests (id int PRIMARY KEY, name text); INSERT INTO guests SELECT n, 'Guest ' || n FROM generate_series(1, 500) n;
CREATE UNLOGGED TABLE scratch (id int PRIMARY KEY); CREATE TABLE bare (id int);
ANALYZE
'@
}

AfterAll { $source, $project | Stop-PgSandbox }

Describe 'Test-MigrationReadiness' {
    It 'writes a finding for each thing to reckon with, and the verdict last' {
        $written = Test-MigrationReadiness $source $project
        $verdict = $written[-1]
        $verdict | Should -BeOfType PgMigrate.MigrationReadiness
        $verdict.Grade | Should -Be B
        $verdict.DestinationHost | Should -Be Supabase
        $verdict.Tables | Should -Be 3
        $verdict.EstimatedDuration | Should -BeGreaterThan ([timespan]::Zero)
        $verdict.Warnings | Should -Be @($written | Where-Object Severity -EQ Warning).Count
        $scratch = $written | Where-Object Check -EQ unlogged_table
        $scratch | Should -BeOfType PgMigrate.AssessmentFinding
        $scratch.Object | Should -Be public.scratch
        $scratch.Statement | Should -Be 'ALTER TABLE "public"."scratch" SET LOGGED;'
    }

    It 'assesses a source alone' {
        $verdict = Test-MigrationReadiness $source -SkipMeasurement | Select-Object -Last 1
        $verdict.Destination | Should -BeNullOrEmpty
        $verdict.EstimatedDuration | Should -BeNullOrEmpty
    }

    It 'makes the checks that are chosen, of the tables that are chosen' {
        Test-MigrationReadiness $source $project -Check 'table_*', unlogged_table -ExcludeTable scratch -SkipMeasurement |
            Where-Object { $_ -is [PgMigrate.AssessmentFinding] } | ForEach-Object Object | Should -Be public.bare
        Test-MigrationReadiness $source $project -ExcludeCheck * -SkipMeasurement | Should -HaveCount 1
        { Test-MigrationReadiness $source $project -Check nonsense } | Should -Throw "There is no check 'nonsense'*"
        (TabExpansion2 'Test-MigrationReadiness x -Check unl').CompletionMatches.CompletionText | Should -Contain unlogged_table
    }

    It 'ends with an error with -FailOn, after all is written' {
        $written = $null
        $failure = { Test-MigrationReadiness $source $project -SkipMeasurement -FailOn Warning -OutVariable written } | Should -Throw '*not ready*' -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'MigrationNotReady,*'
        $failure.Exception.Message | Should -BeLike '*warnings*The first: unlogged_table public.scratch:*'
        Test-MigrationReadiness $source $project -SkipMeasurement -FailOn Error | Select-Object -Last 1 | ForEach-Object Errors | Should -Be 0
    }

    It 'lets a script that stops at errors exit with another code than 0' {
        $script = Join-Path $TestDrive assess.ps1
        Set-Content $script "`$ErrorActionPreference = 'Stop'; Import-Module '$((Get-Module PgMigrate).Path)'; Test-MigrationReadiness env:READINESS_SOURCE -Check unlogged_table -SkipMeasurement -FailOn Warning | Out-Null; 'never here'"
        $env:READINESS_SOURCE = $source | ConvertTo-DatabaseUrl -AsPlainText
        try {
            $said = pwsh -NoProfile -File $script 2>&1
            $LASTEXITCODE | Should -Be 1
            "$said" | Should -Not -BeLike '*never here*'
        }
        finally { $env:READINESS_SOURCE = $null }
    }

    It 'changes nothing' {
        $null = Test-MigrationReadiness $source $project
        (Invoke-Sql $project "SELECT count(*) FROM pg_class WHERE relname IN ('guests', 'scratch') OR relname LIKE 'pgmigrate%'") | Should -Be 0
    }

    It 'shows itself within 100 columns, without passwords' {
        $shown = Test-MigrationReadiness $source $project | Out-String -Width 100
        $shown -split "`n" | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 100 }
        $shown | Should -BeLike '*Grade*B: can be migrated*'
        $shown | Should -Not -Match ([regex]::Escape(([uri]($source | ConvertTo-DatabaseUrl -AsPlainText)).UserInfo.Split(":")[1]))
    }
}
