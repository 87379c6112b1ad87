# Whole migrations: Start-, Get-, Resume- and Undo-DatabaseMigration.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $old = Start-PgSandbox -DatabaseName shop
    $new = Start-PgSandbox -DatabaseName shop
    $canary = 'canary-5e8a'
    $null = Invoke-Sql $old @'
CREATE TABLE customers (id serial PRIMARY KEY, name text NOT NULL);
CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer integer NOT NULL REFERENCES customers, total numeric(12, 2));
CREATE INDEX ON orders (customer);
INSERT INTO customers (name) SELECT 'customer ' || n FROM generate_series(1, 50) AS n;
INSERT INTO orders (customer, total) SELECT 1 + n % 50, n / 7.0 FROM generate_series(1, 2000) AS n;
'@
    foreach ($server in $old, $new) { $null = Invoke-Sql $server "CREATE ROLE mover SUPERUSER LOGIN PASSWORD '$canary'" }

    function Get-Address($Server, [string] $Database) { ($Server | ConvertTo-DatabaseUrl -AsPlainText) -replace '/shop(\?|$)', "/$Database`$1" }

    # A shop on the old server, an empty database on the new one, and a program's folder between them.
    function New-Stage([switch] $AsMover) {
        $name = "d$([guid]::NewGuid().ToString('N'))"
        $null = Invoke-Sql (Get-Address $old postgres) "CREATE DATABASE $name TEMPLATE shop"
        $null = Invoke-Sql $new "CREATE DATABASE $name"
        $folder = (New-Item (Join-Path $TestDrive $name) -ItemType Directory).FullName
        $stage = @{ Source = Get-Address $old $name; Destination = Get-Address $new $name; Folder = $folder; Env = Join-Path $folder '.env' }
        if ($AsMover) { foreach ($end in 'Source', 'Destination') { $stage.$end = $stage.$end -replace '//[^@/]+@', "//mover:$canary@" } }
        [IO.File]::WriteAllText($stage.Env, "# the shop`r`nexport DATABASE_URL='$($stage.Source)' # old`r`nDEBUG=1")
        $stage.Before = [IO.File]::ReadAllBytes($stage.Env)
        $stage.Ends = @{ Source = $stage.Source; Destination = $stage.Destination; Confirm = $false }
        $stage
    }

    function Read-Program($Stage) { ConvertTo-DatabaseUrl "dotenv:$($Stage.Env)#DATABASE_URL" -AsPlainText }

    function Assert-Switched($Stage) {
        Read-Program $Stage | Should -Be (ConvertTo-DatabaseUrl $Stage.Destination -AsPlainText)
        Test-MigrationIntegrity $Stage.Source $Stage.Destination -Quiet | Should -BeTrue
    }

    function Assert-ProgramAsBefore($Stage) { [IO.File]::ReadAllBytes($Stage.Env) | Should -Be $Stage.Before }

    # Whether new sessions of a database only read.
    function Get-Fence([string] $Database) { Invoke-Sql $Database "SELECT current_setting('default_transaction_read_only')" }

    function Assert-Untouched($Stage) {
        Assert-ProgramAsBefore $Stage
        Get-Fence $Stage.Source | Should -Be off
        Invoke-Sql $Stage.Destination "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'pgmigrate' OR nspname = 'public'" | Should -Be 0
        Invoke-Sql $Stage.Destination "SELECT count(*) FROM pg_namespace WHERE nspname = 'pgmigrate'" | Should -Be 0
    }

    # What a script writes before the error that ends it, and that error.
    function Watch-Failure([scriptblock] $Script) {
        $seen = @{ Records = [System.Collections.Generic.List[object]]::new() }
        try { & $Script | ForEach-Object { $seen.Records.Add($_) } } catch { $seen.Failure = $_ }
        $seen.Failure | Should -Not -BeNullOrEmpty
        $seen
    }

    $steps = [Enum]::GetNames([PgMigrate.MigrationStepName])
}

AfterAll { $old, $new | Stop-PgSandbox }

Describe 'Start-DatabaseMigration' {
    It 'writes each step as it ends and then the migration, and leaves the program at a proven database' {
        $stage = New-Stage
        $ends, $fences = $stage.Ends, @{}
        $during = @{ Id = 'witness'; Script = { param($Name, $Url) $fences[$Name] = Get-Fence $stage.Source } }
        Push-Location $stage.Folder
        try { $records = Start-DatabaseMigration @ends -EnvPath .env -Fence -SwitchTarget $during -ReportPath report.html, report.json }
        finally { Pop-Location }

        $records[0..8] | ForEach-Object { $_ | Should -BeOfType PgMigrate.MigrationStep }
        $records[0..8].Name | Should -Be $steps
        $records[0..8].Status | Sort-Object -Unique | Should -Be Done
        $records[0..8] | ForEach-Object { $_.Outcome | Should -Not -BeNullOrEmpty }
        $records.Count | Should -Be 10
        $migration = $records[9]
        $migration | Should -BeOfType PgMigrate.DatabaseMigration
        $migration.Status, $migration.IsFenced, $migration.SourceWrites | Should -Be Completed, $false, 0
        $migration.Steps.Name | Should -Be $steps
        $migration.BackupPath | Should -BeLike "$($stage.Folder)*d*-*Z.dump"
        (Get-PgArchive $migration.BackupPath).Format | Should -Be Custom
        $migration.ReportPath | ForEach-Object { $_ | Should -Exist }
        Assert-Switched $stage
        $fences.DATABASE_URL | Should -Be on
        Get-Fence $stage.Source | Should -Be off
        Get-Fence $stage.Destination | Should -Be off
    }

    It 'gives the steps under -WhatIf, and changes nothing' {
        $stage = New-Stage
        $ends = $stage.Ends
        $ends.Remove('Confirm')
        $planned = Start-DatabaseMigration @ends -EnvPath $stage.Env -Fence -Skip Backup -ReportPath "$($stage.Folder)/report.html" -WhatIf
        $planned.Name | Should -Be $steps
        $planned.Status | Should -Be Planned, Skipped, Planned, Planned, Planned, Planned, Planned, Planned, Planned
        $planned[3].Description | Should -BeLike '*2 tables*fenced*'
        $planned[6].Description | Should -BeLike "*DATABASE_URL*$($stage.Env)*"
        (Start-DatabaseMigration @ends -StopBefore Rows -WhatIf).Name | Should -Be Readiness, Backup, Schema
        Assert-Untouched $stage
        (Get-ChildItem $stage.Folder -Force).Name | Should -Be '.env'
    }

    It 'plans a database of 500 tables' {
        $null = Invoke-Sql $old 'CREATE DATABASE wide'
        $wide = Get-Address $old wide
        $null = Invoke-Sql $wide "DO `$`$BEGIN FOR n IN 1..500 LOOP EXECUTE format('CREATE TABLE t%s (id int PRIMARY KEY, parent int, name text)', n); END LOOP; END`$`$"
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $planned = Start-DatabaseMigration $wide (New-Stage).Destination -WhatIf
        Write-Information "    500 tables were planned in $($clock.ElapsedMilliseconds) ms." -InformationAction Continue
        $planned.Name | Should -Be $steps
        $planned[3].Description | Should -BeLike '*500 tables*'
    }

    It 'leaves out what it is told to' {
        $stage = New-Stage
        $ends = $stage.Ends
        $records = Start-DatabaseMigration @ends -EnvPath $stage.Env -Skip Readiness, Backup, Switch, Health
        ($records | Where-Object Status -EQ Skipped).Name | Should -Be Readiness, Backup, Switch, Health
        $records[-1].Status, $records[-1].SwitchedAt, $records[-1].BackupPath | Should -Be Completed, $null, $null
        Assert-ProgramAsBefore $stage
        Test-MigrationIntegrity $stage.Source $stage.Destination -Quiet | Should -BeTrue
    }

    It 'does not run where nobody can be asked' {
        $stage = New-Stage
        $said = pwsh -NoProfile -NonInteractive -Command "Import-Module '$manifest'; Start-DatabaseMigration '$($stage.Source)' '$($stage.Destination)' -EnvPath '$($stage.Env)' -Skip Backup" 2>&1
        $LASTEXITCODE | Should -Not -Be 0
        "$said" | Should -BeLike '*NonInteractive*'
        Assert-Untouched $stage
    }

    It 'writes the records before the error of a step, with an id and what to do' {
        $stage = New-Stage
        $ends = $stage.Ends
        Set-Content $stage.Env 'DATABASE_URL=${OTHER}'
        $seen = Watch-Failure { Start-DatabaseMigration @ends -EnvPath $stage.Env -Fence -Skip Backup }
        $seen.Failure.FullyQualifiedErrorId | Should -Be 'DotenvValueIsReference,PgMigrate.Commands.StartDatabaseMigrationCommand'
        $seen.Failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $step, $migration = $seen.Records[-2, -1]
        $step.Name, $step.Status, $step.ErrorMessage | Should -Be Switch, Failed, "$($seen.Failure)"
        $migration.Status, $migration.IsFenced, $migration.SwitchedAt, $migration.ErrorMessage | Should -Be Failed, $false, $null, "$($seen.Failure)"
        $migration.Remedy | Should -Be $seen.Failure.ErrorDetails.RecommendedAction
        ($seen.Records | Where-Object Status -EQ Done).Name | Should -Be Readiness, Schema, Rows, Sequences, Verify
        Get-Content $stage.Env | Should -Be 'DATABASE_URL=${OTHER}'
        Get-Fence $stage.Source | Should -Be off

        [IO.File]::WriteAllBytes($stage.Env, $stage.Before)
        (Resume-DatabaseMigration @ends)[-1].Status | Should -Be Completed
        Assert-Switched $stage
    }

    It 'begins nothing where the ends are not ready' {
        $stage = New-Stage
        $ends = $stage.Ends
        $null = Invoke-Sql $stage.Destination 'CREATE TABLE orders (id int)'
        $seen = Watch-Failure { Start-DatabaseMigration @ends -EnvPath $stage.Env -Fence }
        $seen.Failure.FullyQualifiedErrorId | Should -Be 'MigrationNotReady,PgMigrate.Commands.StartDatabaseMigrationCommand'
        $seen.Records.Status | Should -Be Failed, Failed
        Invoke-Sql $stage.Destination "SELECT count(*) FROM pg_class WHERE relname = 'customers'" | Should -Be 0
        Get-Fence $stage.Source | Should -Be off
    }

    It 'goes back by itself where the program is not well' {
        $stage = New-Stage
        $ends = $stage.Ends
        $seen = Watch-Failure { Start-DatabaseMigration @ends -EnvPath $stage.Env -Fence -Skip Backup -HealthUri http://127.0.0.1:1/health -HealthTimeout 1 -RollbackOnFailure }
        $seen.Failure.FullyQualifiedErrorId | Should -Be 'HealthCheckFailed,PgMigrate.Commands.StartDatabaseMigrationCommand'
        $seen.Records[-1].Status, $seen.Records[-1].SwitchedAt, $seen.Records[-1].IsFenced | Should -Be RolledBack, $null, $false
        Assert-ProgramAsBefore $stage
        Get-Fence $stage.Source | Should -Be off
        Get-Fence $stage.Destination | Should -Be off
    }

    It 'is refused where another is unfinished, until it is told to start anew' {
        $stage = New-Stage
        $ends = $stage.Ends
        $null = Start-DatabaseMigration @ends -Skip Backup -StopBefore Verify
        $refusal = { Start-DatabaseMigration @ends -Skip Backup } | Should -Throw -ErrorId 'MigrationUnfinished,PgMigrate.Commands.StartDatabaseMigrationCommand' -PassThru
        $refusal.ErrorDetails.RecommendedAction | Should -BeLike '*Resume-DatabaseMigration*-Restart*'
        $null = Invoke-Sql $stage.Source "UPDATE customers SET name = 'other' WHERE id = 7"
        (Start-DatabaseMigration @ends -Skip Backup -EnvPath $stage.Env -Restart)[-1].Status | Should -Be Completed
        Assert-Switched $stage
        { Start-DatabaseMigration @ends -Restart } | Should -Throw -ErrorId 'MigrationSwitched,*'
        Assert-Switched $stage
    }
}

Describe 'What Start-DatabaseMigration never does' {
    It 'takes a database for its own destination' {
        $stage = New-Stage
        { Start-DatabaseMigration $stage.Source $stage.Source -Skip Backup -Confirm:$false } | Should -Throw
        Invoke-Sql $stage.Source "SELECT count(*) FROM pg_namespace WHERE nspname = 'pgmigrate'" | Should -Be 0
    }

    It 'drops with -Restart what no migration has made' {
        $stage = New-Stage
        $ends = $stage.Ends
        $null = Invoke-Sql $stage.Destination 'CREATE TABLE customers (id int); INSERT INTO customers VALUES (1)'
        { Start-DatabaseMigration @ends -Skip Backup } | Should -Throw -ErrorId 'MigrationNotReady,*'
        { Start-DatabaseMigration @ends -Skip Backup -Restart } | Should -Throw
        Invoke-Sql $stage.Destination 'SELECT count(*) FROM customers' | Should -Be 1
    }

    It 'ends with the source fenced, without Accept either' {
        $stage = New-Stage
        $ends = $stage.Ends
        $migration = (Start-DatabaseMigration @ends -Skip Backup, Accept -EnvPath $stage.Env -Fence)[-1]
        $migration.Status, $migration.IsFenced | Should -Be Completed, $false
        Get-Fence $stage.Source | Should -Be off
    }

    It 'keeps what is secret in the address of the program''s health' {
        $stage = New-Stage
        $ends = $stage.Ends
        $address = "http://user:$canary@127.0.0.1:1/health?token=$canary"
        $seen = Watch-Failure { Start-DatabaseMigration @ends -Skip Backup -EnvPath $stage.Env -HealthUri $address -HealthTimeout 1 }
        $seen.Failure.FullyQualifiedErrorId | Should -BeLike 'HealthCheckFailed,*'
        Invoke-Sql $stage.Destination "SELECT string_agg(state, '') FROM pgmigrate.runbooks" | Should -Not -Match $canary
    }
}

Describe 'Start-DatabaseMigration -Force' {
    It 'copies beside what is there' {
        $stage = New-Stage
        $ends = $stage.Ends
        $null = Invoke-Sql $stage.Destination 'CREATE TABLE mine (id int)'
        (Start-DatabaseMigration @ends -Skip Backup -EnvPath $stage.Env -Force)[-1].Status | Should -Be Completed
        Invoke-Sql $stage.Destination 'SELECT count(*) FROM customers' | Should -Be 50
        Invoke-Sql $stage.Destination 'SELECT count(*) FROM mine' | Should -Be 0
    }
}

Describe 'Start-DatabaseMigration -Plan' {
    It 'reads <Form>, whose paths are seen from its folder, and lets the command line win' -ForEach @(
        @{ Form = 'plan.psd1'; Text = "@{ Source = 'env:PGMIGRATE_TEST_OLD'; Destination = 'dotenv:./ends.env#NEW'; EnvPath = './.env'; BackupPath = './kept.dump'; ReportPath = 'report.json'; Fence = `$true; FenceTimeout = 5; Level = 'Count'; Skip = 'Health', 'Readiness' }" }
        @{ Form = 'plan.json'; Text = '{ "Source": "env:PGMIGRATE_TEST_OLD", "destination": "dotenv:./ends.env#NEW", "EnvPath": ["./.env"], "BackupPath": "./kept.dump", "ReportPath": "report.json", "Fence": true, "FenceTimeout": 5, "Level": "Count", "Skip": ["Health", "Readiness"] }' }
    ) {
        $stage = New-Stage
        Set-Content "$($stage.Folder)/$Form" $Text
        Set-Content "$($stage.Folder)/ends.env" "NEW=$($stage.Destination)"
        $env:PGMIGRATE_TEST_OLD = $stage.Source
        Push-Location $TestDrive
        try { $records = Start-DatabaseMigration -Plan "$($stage.Folder)/$Form" -Level Full -Skip Health -Confirm:$false }
        finally {
            Pop-Location
            Remove-Item Env:PGMIGRATE_TEST_OLD
        }

        $records[-1].Status | Should -Be Completed
        ($records | Where-Object Status -EQ Skipped).Name | Should -Be Health
        ($records | Where-Object Name -EQ Verify).Description | Should -BeLike '*Full*'
        ($records | Where-Object Name -EQ Rows).Description | Should -BeLike '*fenced*'
        $records[-1].BackupPath, $records[-1].ReportPath[0] | Should -Be (Join-Path $stage.Folder kept.dump), (Join-Path $stage.Folder report.json)
        "$($stage.Folder)/report.json" | Should -Exist
        Assert-Switched $stage
    }

    It 'takes an end of the command line before the plan''s, and misses one that neither names' {
        $stage = New-Stage
        Set-Content "$($stage.Folder)/plan.psd1" "@{ Source = 'postgresql://nowhere.example/shop'; StopBefore = 'Rows' }"
        (Start-DatabaseMigration $stage.Source $stage.Destination -Plan "$($stage.Folder)/plan.psd1" -WhatIf).Name | Should -Be Readiness, Backup, Schema
        { Start-DatabaseMigration -Plan "$($stage.Folder)/plan.psd1" -WhatIf } | Should -Throw -ErrorId 'MigrationEndMissing,*'
    }

    It 'refuses <Why>' -ForEach @(
        @{ Why = 'a setting that there is not'; Form = 'psd1'; Text = '@{ Fense = $true }'; Says = '*Fense*' }
        @{ Why = 'a setting that there is not, in JSON'; Form = 'json'; Text = '{ "Fense": true }'; Says = '*Fense*' }
        @{ Why = 'a flag that is none'; Form = 'psd1'; Text = "@{ Fence = 'perhaps' }"; Says = '*Fence*true or false*' }
        @{ Why = 'a step that there is not'; Form = 'json'; Text = '{ "Skip": ["Rest"] }'; Says = '*Skip*Readiness*' }
        @{ Why = 'a number out of range'; Form = 'psd1'; Text = '@{ HealthTimeout = 0 }'; Says = '*HealthTimeout*from 1*' }
        @{ Why = 'a command'; Form = 'psd1'; Text = "@{ EnvPath = (New-Item '{0}/ran') }"; Says = '*more than data*' }
        @{ Why = 'a variable'; Form = 'psd1'; Text = '@{ EnvPath = "$HOME/.env" }'; Says = '*more than data*' }
        @{ Why = 'statements before the table'; Form = 'psd1'; Text = "New-Item '{0}/ran'; @{ Fence = `$true }"; Says = '*hashtable*' }
        @{ Why = 'what is no PowerShell'; Form = 'psd1'; Text = '@{ Fence = '; Says = '*line 1*' }
        @{ Why = 'what is no JSON object'; Form = 'json'; Text = '[1]'; Says = '*JSON object*' }
        @{ Why = 'a password'; Form = 'psd1'; Text = "@{ Source = 'postgresql://app:canary-5e8a@db.example.com/shop' }"; Says = '*Source holds a password*' }
        @{ Why = 'a password, in JSON'; Form = 'json'; Text = '{ "Destination": "Host=db;Database=shop;Username=a;Password=canary-5e8a" }'; Says = '*Destination holds a password*' }
        @{ Why = 'the program''s password'; Form = 'json'; Text = '{ "ApplicationDatabase": "postgresql://app:canary-5e8a@db.example.com/shop" }'; Says = '*ApplicationDatabase holds a password*' }
    ) {
        $folder = (New-Item "$TestDrive/$([guid]::NewGuid().ToString('N'))" -ItemType Directory).FullName
        Set-Content "$folder/plan.$Form" $Text.Replace('{0}', $folder)
        $refusal = { Start-DatabaseMigration 'postgresql://a.example/x' 'postgresql://b.example/y' -Plan "$folder/plan.$Form" -Confirm:$false } |
            Should -Throw $Says -ErrorId 'MigrationPlanInvalid,PgMigrate.Commands.StartDatabaseMigrationCommand' -PassThru
        "$($refusal | Format-List * -Force | Out-String)$($refusal.Exception | Format-List * -Force | Out-String)" | Should -Not -BeLike "*$canary*"
        "$folder/ran" | Should -Not -Exist
    }

    It 'refuses a plan that is not there' -ForEach 'psd1', 'json' {
        { Start-DatabaseMigration -Plan "$TestDrive/nowhere.$_" -Confirm:$false } | Should -Throw -ErrorId 'MigrationPlanInvalid,*'
    }
}

Describe 'Resume-DatabaseMigration' {
    It 'goes on before the step where it was told to stop' {
        $stage = New-Stage
        $ends = $stage.Ends
        $begun = Start-DatabaseMigration @ends -EnvPath $stage.Env -Fence -Skip Backup -StopBefore Switch
        $begun[-1].Status, $begun[-1].IsFenced | Should -Be Stopped, $false
        ($begun[-1].Steps | Where-Object Status -EQ Planned).Name | Should -Be Switch, Health, Accept
        Assert-ProgramAsBefore $stage
        Get-Fence $stage.Source | Should -Be off

        $resumed = Resume-DatabaseMigration @ends
        $resumed.Name | Where-Object { $null -ne $_ } | Should -Be Switch, Health, Accept
        $resumed[-1].Status, $resumed[-1].Id | Should -Be Completed, $begun[-1].Id
        Assert-Switched $stage
        { Resume-DatabaseMigration @ends } | Should -Throw -ErrorId 'MigrationEnded,PgMigrate.Commands.ResumeDatabaseMigrationCommand'
    }

    It 'leaves out and stops where it is told to, other than the start' {
        $stage = New-Stage
        $ends = $stage.Ends
        $null = Start-DatabaseMigration @ends -EnvPath $stage.Env -Skip Backup -StopBefore Rows
        (Resume-DatabaseMigration @ends -StopBefore Verify)[-1].Status | Should -Be Stopped
        $resumed = Resume-DatabaseMigration @ends -Skip Health -ReportPath "$($stage.Folder)/report.md"
        ($resumed | Where-Object Status -EQ Skipped).Name | Should -Be Health
        "$($stage.Folder)/report.md" | Should -Exist
        Assert-Switched $stage
    }

    It 'does not run past a step that it was told to stop before and that is done' {
        $stage = New-Stage
        $ends = $stage.Ends
        $null = Start-DatabaseMigration @ends -Skip Backup -EnvPath $stage.Env -StopBefore Verify
        { Resume-DatabaseMigration @ends -StopBefore Rows } | Should -Throw
        Assert-ProgramAsBefore $stage
    }

    It 'knows nothing of what was not started' {
        $stage = New-Stage
        $ends = $stage.Ends
        { Resume-DatabaseMigration @ends } | Should -Throw -ErrorId 'MigrationNotFound,*'
        Assert-Untouched $stage
    }

    It 'completes what was stopped in the middle of the rows, and the source was not left fenced' {
        $stage = New-Stage
        $ends = $stage.Ends
        $null = Start-DatabaseMigration @ends -EnvPath $stage.Env -Fence -Skip Backup -StopBefore Rows
        $holder = Lock-Table $stage.Destination orders
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("param(`$ends) Import-Module '$manifest'; Resume-DatabaseMigration @ends").AddArgument($ends)
            $running = $shell.BeginInvoke()
            Wait-Locked $stage.Destination $shell $running
            Get-Fence $stage.Source | Should -Be on
            $shell.Stop()
            Get-Fence $stage.Source | Should -Be off
            $stopped = Get-DatabaseMigration $stage.Destination
            $stopped.Status, $stopped.IsFenced | Should -Be Failed, $false
            ($stopped.Steps | Where-Object Name -EQ Rows).Status | Should -Be Failed
        }
        finally {
            $holder.Dispose()
            $shell.Dispose()
        }

        (Resume-DatabaseMigration @ends)[-1].Status | Should -Be Completed
        Assert-Switched $stage
    }
}

Describe 'Get-DatabaseMigration' {
    It 'gives nothing of a database that knows of none, and changes nothing in it' {
        $stage = New-Stage
        Get-DatabaseMigration $stage.Destination | Should -BeNullOrEmpty
        Assert-Untouched $stage
    }

    It 'gives what the journal in the destination knows, newest first' {
        $stage, $other = (New-Stage), (New-Stage)
        $ends = $stage.Ends
        $null = Start-DatabaseMigration @ends -Skip Backup, Health -EnvPath $stage.Env
        $null = Start-DatabaseMigration $other.Source $stage.Destination -Skip Readiness, Backup -StopBefore Schema -Confirm:$false
        $known = $stage.Destination | Get-DatabaseMigration
        $known | ForEach-Object { $_ | Should -BeOfType PgMigrate.DatabaseMigration }
        $known.Count | Should -Be 2
        $known[0].Source | Should -BeLike "*$(Split-Path $other.Folder -Leaf)"
        $known.Status | Should -Be Stopped, Completed
        $known[1].Steps.Name | Should -Be $steps
    }

    It 'counts what was written to the source since both ends were compared' {
        $stage = New-Stage
        $ends = $stage.Ends
        $null = Start-DatabaseMigration @ends -Skip Backup -EnvPath $stage.Env
        $null = Invoke-Sql $stage.Source "INSERT INTO customers (name) SELECT 'late' FROM generate_series(1, 3)"
        (Get-DatabaseMigration $stage.Destination -Source $stage.Source).SourceWrites | Should -Be 3
    }

    It 'is not begun with a warning where the journal''s file is new' {
        $stage = New-Stage
        $ends = $stage.Ends
        $null = Start-DatabaseMigration @ends -Skip Backup -StopBefore Rows -JournalPath (Join-Path $stage.Folder journal) -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
    }

    It 'reads a journal that is a file, with which the migration goes on and back' {
        $stage = New-Stage
        $ends = $stage.Ends
        $journal = Join-Path $stage.Folder journal
        $null = Start-DatabaseMigration @ends -Skip Backup -EnvPath $stage.Env -StopBefore Verify -JournalPath $journal
        Get-DatabaseMigration $stage.Destination | Should -BeNullOrEmpty
        Invoke-Sql $stage.Destination "SELECT count(*) FROM pg_namespace WHERE nspname = 'pgmigrate'" | Should -Be 0
        $known = Get-DatabaseMigration -JournalPath $journal
        $known.Status, $known.JournalPath | Should -Be Stopped, $journal
        { Resume-DatabaseMigration @ends } | Should -Throw -ErrorId 'MigrationNotFound,*'
        (Resume-DatabaseMigration @ends -JournalPath $journal)[-1].Status | Should -Be Completed
        Assert-Switched $stage
        (Undo-DatabaseMigration @ends -JournalPath $journal).Status | Should -Be Undone
        (Get-DatabaseMigration -JournalPath $journal).Status | Should -Be Undone
        Assert-ProgramAsBefore $stage
    }

    It 'knows nothing of a migration that took its journal away' {
        $stage = New-Stage
        $ends = $stage.Ends
        (Start-DatabaseMigration @ends -Skip Backup, Health -EnvPath $stage.Env -RemoveJournal)[-1].Status | Should -Be Completed
        Invoke-Sql $stage.Destination "SELECT count(*) FROM pg_namespace WHERE nspname = 'pgmigrate'" | Should -Be 0
        Get-DatabaseMigration $stage.Destination | Should -BeNullOrEmpty
    }
}

Describe 'Undo-DatabaseMigration' {
    It 'gives the program what it had, byte for byte' {
        $stage = New-Stage
        $ends = $stage.Ends
        $null = Start-DatabaseMigration @ends -Skip Backup -EnvPath $stage.Env -Fence
        Undo-DatabaseMigration $stage.Source $stage.Destination -WhatIf | Should -BeNullOrEmpty
        Assert-Switched $stage
        $undone = Undo-DatabaseMigration @ends
        $undone | Should -BeOfType PgMigrate.DatabaseMigration
        $undone.Status, $undone.SwitchedAt, $undone.DestinationWrites | Should -Be Undone, $null, 0
        Assert-ProgramAsBefore $stage
        Get-Fence $stage.Source | Should -Be off
        Get-Fence $stage.Destination | Should -Be off
        { Undo-DatabaseMigration @ends } | Should -Throw -ErrorId 'MigrationEnded,PgMigrate.Commands.UndoDatabaseMigrationCommand'
        (Start-DatabaseMigration @ends -Skip Backup -EnvPath $stage.Env -Restart)[-1].Status | Should -Be Completed
        Assert-Switched $stage
    }

    It 'leaves no row behind that was written since, unless forced' {
        $stage = New-Stage
        $ends = $stage.Ends
        $null = Start-DatabaseMigration @ends -Skip Backup -EnvPath $stage.Env
        $null = Invoke-Sql $stage.Destination "INSERT INTO customers (name) VALUES ('new')"
        $refusal = { Undo-DatabaseMigration @ends } | Should -Throw -ErrorId 'DestinationWritten,PgMigrate.Commands.UndoDatabaseMigrationCommand' -PassThru
        $refusal.ErrorDetails.RecommendedAction | Should -BeLike '*-CopyBack*-Force*'
        Read-Program $stage | Should -Be (ConvertTo-DatabaseUrl $stage.Destination -AsPlainText)
        Get-Fence $stage.Destination | Should -Be off
        (Undo-DatabaseMigration @ends -Force).DestinationWrites | Should -Be 1
        Assert-ProgramAsBefore $stage
    }

    It 'goes back in the middle' {
        $stage = New-Stage
        $ends = $stage.Ends
        $null = Start-DatabaseMigration @ends -Skip Backup -EnvPath $stage.Env -Fence -StopBefore Health
        Get-Fence $stage.Source | Should -Be on
        (Get-DatabaseMigration $stage.Destination).IsFenced | Should -BeTrue
        (Undo-DatabaseMigration @ends).Status | Should -Be Undone
        Assert-ProgramAsBefore $stage
        Get-Fence $stage.Source | Should -Be off
    }

    It 'frees the source with -Force where a place has no way back' {
        $stage = New-Stage
        $ends = $stage.Ends
        $vault = @{}
        $place = { $vault.Url = $args[1] }
        $null = Start-DatabaseMigration @ends -Skip Backup -Fence -StopBefore Health -SwitchTarget $place
        { Undo-DatabaseMigration @ends -SwitchTarget $place } | Should -Throw
        try { Undo-DatabaseMigration @ends -SwitchTarget $place -Force -WarningAction Ignore } catch { "$_" }
        Get-Fence $stage.Source | Should -Be off
    }

    It 'goes back by the scripts that the switch ran, which are named again' {
        $stage = New-Stage
        $ends = $stage.Ends
        $vault = @{ DATABASE_URL = $stage.Source }
        $place = @{ Id = "vault $([guid]::NewGuid())"; Script = { param($Name, $Url) $vault[$Name] = $Url }; Read = { param($Name) $vault[$Name] } }
        $null = Start-DatabaseMigration @ends -Skip Backup -SwitchTarget $place -StopBefore Switch
        { Resume-DatabaseMigration @ends } | Should -Throw -ErrorId 'SwitchTargetMissing,PgMigrate.Commands.ResumeDatabaseMigrationCommand'
        (Resume-DatabaseMigration @ends -SwitchTarget $place)[-1].Status | Should -Be Completed
        $vault.DATABASE_URL | Should -Be (ConvertTo-DatabaseUrl $stage.Destination -AsPlainText)
        { Undo-DatabaseMigration @ends } | Should -Throw -ErrorId 'SwitchTargetMissing,PgMigrate.Commands.UndoDatabaseMigrationCommand'
        (Undo-DatabaseMigration @ends -SwitchTarget $place).Status | Should -Be Undone
        $vault.DATABASE_URL | Should -Be $stage.Source
    }
}

Describe 'A password' {
    BeforeAll {
        # Everything that a value shows of itself.
        function Show-All($Value) {
            $file = Join-Path $TestDrive "$([guid]::NewGuid()).xml"
            $Value | Export-Clixml $file
            $errors, $rest = $Value.Where({ $_ -is [System.Management.Automation.ErrorRecord] }, 'Split')
            # ConvertTo-Json takes no exception of Npgsql's, which has a property twice.
            @($Value | Out-String; $Value | Format-List * -Force | Out-String; $rest | ConvertTo-Json -Depth 4 -WarningAction Ignore; Get-Content $file -Raw; "$Value"
                $errors.Exception | Format-List * -Force | Out-String; $errors.TargetObject | Out-String; $errors.ErrorDetails | Format-List * -Force | Out-String) -join "`n"
        }

        function Show-Files($Stage) {
            foreach ($file in Get-ChildItem $Stage.Folder -Recurse -Force -File) {
                $file.FullName
                if ($file.Name -notin '.env', '.env.pgmigrate-journal', 'ends.env') { [Text.Encoding]::Latin1.GetString([IO.File]::ReadAllBytes($file.FullName)) }
            }
        }

        function Show-Journal([string] $Database) {
            $tables = Invoke-Sql $Database "SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'pgmigrate'"
            # An end that cannot be reached leaves no journal.
            foreach ($table in "$tables" -split ' ' -ne '') { "$table $(Invoke-Sql $Database "SELECT string_agg(t::text, E'\n') FROM pgmigrate.$table t")" }
        }
    }

    It 'is in the program''s file and the way back, and nowhere else' {
        $stage = New-Stage -AsMover
        $ends = $stage.Ends
        Set-Content "$($stage.Folder)/plan.psd1" "@{ Source = 'env:PGMIGRATE_TEST_OLD'; Destination = 'dotenv:ends.env#NEW'; EnvPath = '.env'; Fence = `$true; ReportPath = 'r.html', 'r.json', 'r.md', 'r.xml' }"
        Set-Content "$($stage.Folder)/ends.env" "NEW=$($stage.Destination)"
        $env:PGMIGRATE_TEST_OLD = $stage.Source
        $loud = @{ Verbose = $true; Debug = $true; Confirm = $false }
        Push-Location $stage.Folder
        try {
            $said = & {
                Start-DatabaseMigration -Plan plan.psd1 -WhatIf
                Start-DatabaseMigration -Plan plan.psd1 -StopBefore Switch @loud
            } *>&1
            $journal = Show-Journal $stage.Destination
            $said += & {
                try { Start-DatabaseMigration -Plan plan.psd1 @loud } catch { $_ }
                Resume-DatabaseMigration $stage.Source $stage.Destination @loud
                Get-DatabaseMigration $stage.Destination -Source $stage.Source -Verbose
            } *>&1
            Assert-Switched $stage
            $journal += Show-Journal $stage.Destination
            $null = Invoke-Sql $stage.Destination "INSERT INTO customers (name) VALUES ('new')"
            $said += & {
                try { Undo-DatabaseMigration $stage.Source $stage.Destination @loud } catch { $_ }
                Undo-DatabaseMigration $stage.Source $stage.Destination -Force @loud
            } *>&1
        }
        finally {
            Pop-Location
            Remove-Item Env:PGMIGRATE_TEST_OLD
        }

        ($said | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }).Count | Should -BeGreaterThan 5
        ($said | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }).Count | Should -Be 2
        "$journal" | Should -BeLike '*runbooks*mover@*'
        $files = Show-Files $stage
        "$files" | Should -BeLike '*Z.dump*r.html*r.xml*'
        (Show-All $said), "$journal", (Show-Journal $stage.Destination | Out-String), "$files" | ForEach-Object { $_ | Should -Not -Match $canary }
        [IO.File]::ReadAllText($stage.Env) | Should -Match $canary
        Assert-ProgramAsBefore $stage
    }

    It 'is in no error of an end that cannot be reached' {
        $stage = New-Stage
        $nowhere = "postgresql://mover:$canary@127.0.0.1:1/shop"
        $wrong = $stage.Destination -replace '//[^@/]+@', "//mover:wrong-$canary@"
        $said = foreach ($call in { Start-DatabaseMigration $nowhere $stage.Destination -Skip Backup -Confirm:$false }, { Start-DatabaseMigration $stage.Source $wrong -Confirm:$false -Verbose }, { Get-DatabaseMigration $wrong -Verbose }) {
            try { & $call *>&1 } catch { $_ }
        }
        ($said | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }).Count | Should -Be 3
        Show-All $said | Should -Not -Match $canary
        Show-Journal $stage.Destination | Out-String | Should -Not -Match $canary
    }
}
