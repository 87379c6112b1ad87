# The examples: what they name exists, and what can run here runs.

BeforeDiscovery {
    $folder = "$PSScriptRoot/../../examples"
    $scripts = (Get-ChildItem $folder -Filter *.ps1).Name
    $pipelines = (Get-ChildItem $folder -Filter *.yml).Name
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $examples = (Resolve-Path "$PSScriptRoot/../../examples").Path

    # What examples may call that is not on every machine: Azure Automation's, SecretManagement's and Windows's own.
    $foreign = 'Get-AutomationVariable', 'Get-AutomationPSCredential', 'Get-Secret', 'Register-ScheduledTask',
        'New-ScheduledTaskAction', 'New-ScheduledTaskTrigger', 'New-ScheduledTaskPrincipal', 'New-ScheduledTaskSettingsSet'

    # The names that a call gives: written out, or as the keys of a hashtable that the script fills.
    function Get-GivenParameter([System.Management.Automation.Language.CommandAst] $Call, [System.Management.Automation.Language.Ast] $Script) {
        foreach ($element in $Call.CommandElements) {
            if ($element -is [System.Management.Automation.Language.CommandParameterAst]) { $element.ParameterName }
            if ($element -isnot [System.Management.Automation.Language.VariableExpressionAst] -or -not $element.Splatted) { continue }

            foreach ($set in $Script.FindAll({ $args[0] -is [System.Management.Automation.Language.AssignmentStatementAst] }, $true)) {
                $name = [regex]::Escape($element.VariablePath.UserPath)
                if ("$($set.Left)" -match "^\`$$name\.(\w+)$") { $Matches[1] }
                if ("$($set.Left)" -notmatch "^\`$$name$") { continue }
                $set.Right.FindAll({ $args[0] -is [System.Management.Automation.Language.HashtableAst] }, $false) |
                    Select-Object -First 1 | ForEach-Object { $_.KeyValuePairs } | ForEach-Object { "$($_.Item1)" }
            }
        }
    }

    # What a script calls that is not there, and what it gives that nothing takes.
    function Find-Unknown([System.Management.Automation.Language.Ast] $Script) {
        $own = @($Script.FindAll({ $args[0] -is [System.Management.Automation.Language.FunctionDefinitionAst] }, $true).Name)
        foreach ($call in $Script.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
            $name = $call.GetCommandName()
            if (-not $name -or $name -in $own -or $name -in $foreign) { continue }
            if ($name -like './tools/*') { $name = $name -replace '^\./tools', $examples }
            $command = Get-Command $name -ErrorAction Ignore
            if (-not $command) { "$name is no command"; continue }
            if ($command.CommandType -eq 'Alias') { "$name is an alias" }
            if (-not $command.Parameters) { continue }
            foreach ($given in Get-GivenParameter $call $Script) {
                try { $null = $command.ResolveParameter($given) } catch { "$name has no -$given" }
            }
        }
    }

    function Read-Script([string] $Text) {
        $errors = $null
        $tree = [System.Management.Automation.Language.Parser]::ParseInput($Text, [ref] $null, [ref] $errors)
        $errors | Should -BeNullOrEmpty
        $tree
    }

    # A server for one test, with a shop in it and a database beside it.
    function Start-Shop {
        $server = Start-PgSandbox -DatabaseName shop
        $null = Invoke-Sql $server @'
CREATE TABLE customers (id integer PRIMARY KEY, name text);
CREATE TABLE orders (id integer PRIMARY KEY, customer integer REFERENCES customers);
INSERT INTO customers SELECT n, 'customer ' || n FROM generate_series(1, 50) AS n;
INSERT INTO orders SELECT n, 1 + n % 50 FROM generate_series(1, 200) AS n;
CREATE ROLE mover SUPERUSER LOGIN PASSWORD 'canary';
'@
        $server
    }

    # The address with a password that nobody may see, or with no user at all.
    function Get-Address([string] $Url, [string] $User) { $Url -replace '//[^@/]+@', "//$User" }

    function New-Database($Server, [string] $Name) {
        $null = Invoke-Sql $Server "CREATE DATABASE $Name"
        ($Server | ConvertTo-DatabaseUrl -AsPlainText) -replace '/shop(\?|$)', "/$Name`$1"
    }

    # Another process, and threads, find the module by its name.
    $pathBefore = $env:PSModulePath
    $env:PSModulePath = (Split-Path $moduleRoot) + [IO.Path]::PathSeparator + $env:PSModulePath
}

AfterAll { $env:PSModulePath = $pathBefore }

Describe 'The example <_>' -ForEach $scripts {
    BeforeAll {
        $path = "$examples/$_"
        $tree = Read-Script (Get-Content $path -Raw)
    }

    It 'parses, is plain text, and has help' {
        [IO.File]::ReadAllBytes($path)[0] | Should -BeIn ([byte][char]'#'), ([byte][char]'<') -Because 'a byte order mark would be the first'
        $help = Get-Help $path -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.Examples.example).Count | Should -BeGreaterThan 0
        $help.parameters.parameter | Where-Object { -not $_.description.Text } | ForEach-Object name | Should -BeNullOrEmpty -Because 'every parameter is described'
    }

    It 'calls what there is, by its whole name, and gives what it takes' {
        Find-Unknown $tree | Should -BeNullOrEmpty
        $calls = $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true) | ForEach-Object { $_.GetCommandName() }
        $calls | Should -Not -Contain 'Write-Host'
    }
}

Describe 'The README' {
    It 'calls what there is' {
        $blocks = [regex]::Matches((Get-Content "$examples/../README.md" -Raw), '(?s)```powershell\r?\n(.*?)```').ForEach({ $_.Groups[1].Value })
        $blocks.Count | Should -BeGreaterThan 5
        foreach ($block in $blocks) { Find-Unknown (Read-Script $block) | Should -BeNullOrEmpty }
    }

    It 'links to files that are there' {
        $links = [regex]::Matches((Get-Content "$examples/../README.md" -Raw), '\]\((?!https?:)([^)#]+)\)').ForEach({ $_.Groups[1].Value })
        $links.Count | Should -BeGreaterThan 5
        foreach ($link in $links) { "$examples/../$link" | Should -Exist }
    }
}

Describe 'The check of what examples call' {
    It 'finds what is not there' {
        Find-Unknown (Read-Script @'
$more = @{ Restart = $true; Restrat = 1 }
$more.Modus = 'Upsert'
Copy-TableData $a $b -CreateTables @more
Copy-Everything $a
gci | % { $_ }
'@) | Should -Be 'Copy-TableData has no -CreateTables', 'Copy-TableData has no -Restrat', 'Copy-TableData has no -Modus', 'Copy-Everything is no command', 'gci is an alias', '% is an alias'
    }
}

Describe 'The pipeline <_>' -ForEach $pipelines {
    BeforeAll {
        $python = 'python3', '/usr/bin/python3' | Where-Object { (Get-Command $_ -ErrorAction Ignore) -and $(& $_ -c 'import yaml' 2>$null; $LASTEXITCODE -eq 0) } | Select-Object -First 1
        if ($python) {
            $text = & $python -c 'import json, sys, yaml; print(json.dumps(yaml.load(open(sys.argv[1], encoding="utf-8"), yaml.BaseLoader)))' "$examples/$_"
            $job = $text | ConvertFrom-Json -AsHashtable
            $steps = ($job.jobs -is [array] ? $job.jobs[0] : $job.jobs.rehearse).steps
        }
    }

    It 'is YAML whose scripts are well' {
        if (-not $python) { Set-ItResult -Skipped -Because 'there is no python3 with python3-yaml here'; return }
        $runs = @($steps | ForEach-Object { $_.pwsh; if ($_.run) { $_.shell | Should -Be pwsh; $_.run } } | Where-Object { $_ })
        $runs.Count | Should -BeGreaterThan 0
        "$runs" | Should -Match 'Invoke-NightlyMigration\.ps1 .*-Confirm:\$false'
        foreach ($run in $runs) { Find-Unknown (Read-Script $run) | Should -BeNullOrEmpty }
    }

    It 'gives secrets by the environment alone, and calls nobody else''s code' {
        if (-not $python) { Set-ItResult -Skipped -Because 'there is no python3 with python3-yaml here'; return }
        foreach ($step in $steps) {
            ($step.uses ?? 'actions/checkout@v4') | Should -Match '^actions/(checkout|upload-artifact)@'
            "$($step.run)$($step.pwsh)" | Should -Not -Match '\$\{\{|\$\([A-Z_]+\)'
        }
        $given = @($steps | ForEach-Object { $_.env }).Where({ $_ })
        $given.Count | Should -Be 1
        $given[0].Keys | Sort-Object | Should -Be 'DATABASE_URL', 'STAGING_DATABASE_URL'
    }
}

Describe 'The units for systemd' {
    BeforeAll {
        # Section.Key of each line, and its value.
        function Read-Unit([string] $Name) {
            $unit, $section = @{}, ''
            foreach ($line in Get-Content "$examples/$Name") {
                if ($line -match '^\[(\w+)\]$') { $section = $Matches[1] }
                elseif ($line -match '^(\w+)=(.*)$') { $unit["$section.$($Matches[1])"] = $Matches[2] }
                elseif ($line -and $line -notmatch '^#') { throw "$Name has a line that is nothing: $line" }
            }
            $unit
        }
    }

    It 'are what systemd takes' {
        if (-not (Get-Command systemd-analyze -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'systemd-analyze is not installed'; return }
        $said = systemd-analyze verify "$examples/pgmigrate.service" "$examples/pgmigrate.timer" 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$said"
        "$said" | Should -Not -Match 'pgmigrate'
    }

    It 'run the script as it is, and keep the addresses to themselves' {
        $service = Read-Unit pgmigrate.service
        (Read-Unit pgmigrate.timer).'Timer.OnCalendar' | Should -Not -BeNullOrEmpty
        $service.'Service.Type' | Should -Be oneshot
        $service.'Service.LoadCredential' | Should -BeLike 'pgmigrate.env:*'
        $service.Keys | Should -Not -Contain 'Service.EnvironmentFile'
        $command = $service.'Service.ExecStart'
        $command | Should -BeLike '/usr/bin/env pwsh -NoProfile -NonInteractive -File */Invoke-NightlyMigration.ps1 *'
        $command | Should -BeLike '*-Source dotenv:%d/pgmigrate.env#DATABASE_URL *'
        # systemd's own escape.
        $call = $command -replace '^.*-File \S+/', './tools/' -replace '\$\$', '$' -replace '%d|%S', '/run' -replace '#', '`#'
        Find-Unknown (Read-Script $call) | Should -BeNullOrEmpty
    }
}

Describe 'Register-MigrationTask.ps1' {
    It 'says where it belongs' {
        if ($IsWindows) { Set-ItResult -Skipped -Because 'this is Windows: it would register a task'; return }
        { & "$examples/Register-MigrationTask.ps1" -WhatIf } | Should -Throw '*pgmigrate.timer*'
    }

    It 'takes no address with a password in it' {
        { & "$examples/Register-MigrationTask.ps1" -Source 'postgresql://app:canary@db.example.com/shop' -WhatIf } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
    }
}

Describe 'Pipelines.ps1' {
    BeforeAll {
        $server = Start-Shop
        . "$examples/Pipelines.ps1"
        $copy = New-Database $server copy
        $null = Copy-PgDatabase $server $copy
        $file = Join-Path $TestDrive 'shop.db'
        Invoke-SqliteSql $file "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE audit_log (id INTEGER PRIMARY KEY); INSERT INTO people VALUES (1, 'a'), (2, 'b')"
    }

    AfterAll { $server | Stop-PgSandbox }

    It 'copies every table, once' {
        $all = New-Database $server everything
        (Copy-EveryTable $file $all).Table | Sort-Object | Should -Be 'audit_log', 'people'
        (Copy-EveryTable $file $all 3>$null).Status | Should -Be AlreadyCopied, AlreadyCopied
    }

    It 'copies some, and what has changed' {
        $some = New-Database $server part
        (Copy-SmallTable $file $some).Table | Should -Be 'people'
        Invoke-SqliteSql $file "UPDATE people SET name = 'c' WHERE id = 2; INSERT INTO people VALUES (3, 'd')"
        $null = Update-Table $file $some people
        Invoke-Sql $some "SELECT string_agg(name, '' ORDER BY id) FROM people" | Should -Be 'acd'
        Copy-SmallTable $file (New-Database $server none) -MaximumBytes 0 | Should -BeNullOrEmpty
    }

    It 'writes what differs as CSV' {
        $null = Invoke-Sql $copy "UPDATE customers SET name = 'other' WHERE id = 7; DELETE FROM orders WHERE id = 3"
        $lines = Import-Csv (Export-RowDifference $server $copy "$TestDrive/differences.csv")
        $lines | ForEach-Object { "$($_.Table) $($_.Kind) $($_.Key) $($_.Values)".Trim() } | Sort-Object | Should -Be 'customers Changed id=7 name: customer 7 -> other', 'orders Missing id=3'
        $null = Invoke-Sql $copy "UPDATE customers SET name = 'customer 7' WHERE id = 7; INSERT INTO orders VALUES (3, 4)"
    }

    It 'mails the report' {
        # A mail server of ten lines, which keeps what it is given.
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $server25 = Start-ThreadJob {
            $client = ($using:listener).AcceptTcpClient()
            $reader, $writer = [IO.StreamReader]::new($client.GetStream()), [IO.StreamWriter]::new($client.GetStream())
            $writer.NewLine, $writer.AutoFlush = "`r`n", $true
            $writer.WriteLine('220 here')
            while (($line = $reader.ReadLine()) -and $line -ne 'QUIT') {
                if ($line -ne 'DATA') { $writer.WriteLine('250 well'); continue }
                $writer.WriteLine('354 go on')
                while (($line = $reader.ReadLine()) -ne '.') { $line }
                $writer.WriteLine('250 taken')
            }
            $client.Dispose()
        }
        try {
            $verdict = Send-MigrationReport $server $copy 'team@example.com' 'pgmigrate@example.com' '127.0.0.1' $listener.LocalEndpoint.Port
            $verdict.IsMatch | Should -BeTrue
            $mail = ($server25 | Wait-Job -Timeout 60 | Receive-Job) -join "`n"
            $mail | Should -Match '(?m)^Subject: Migration: 2 tables are the same at both ends'
            $mail | Should -Match 'name="?migration-.*\.html'
        }
        finally {
            $listener.Stop()
            $server25 | Remove-Job -Force
        }
    }

    It 'makes a script of an archive, and tells what is in it' {
        $null = Export-PgDatabase $server "$TestDrive/shop.dump"
        (Get-ArchiveTable "$TestDrive/shop.dump").Name | Sort-Object | Should -Be 'customers', 'orders'
        (ConvertTo-SqlScript "$TestDrive/shop.dump").Path | Should -Be (Join-Path $TestDrive 'shop.sql')
        Get-Content "$TestDrive/shop.sql" -Raw | Should -Match 'CREATE TABLE public\.customers'
    }

    It 'holds latencies against a budget' {
        Test-LatencyBudget $server $copy '10min' 100000 | Should -BeTrue
        $said = @(Test-LatencyBudget $server $copy '10min' 0.001 3>&1)
        $said[0] | Should -BeOfType System.Management.Automation.WarningRecord
        $said[-1] | Should -BeFalse
    }

    It 'switches, and back where the program is not well' {
        $envFile = Join-Path $TestDrive '.env'
        Set-Content $envFile 'DATABASE_URL=postgresql://old.example/shop' -NoNewline
        (Switch-ProvenDatabase $server $copy $envFile { $false } 3>$null).Status | Should -Be Switched, SwitchedBack
        Get-Content $envFile | Should -Be 'DATABASE_URL=postgresql://old.example/shop'
        (Switch-ProvenDatabase $server $copy $envFile { $true }).Status | Should -Be Switched
        Get-Content $envFile | Should -BeLike 'DATABASE_URL=*127.0.0.1*/copy*'
    }
}

Describe 'Invoke-NightlyMigration.ps1' {
    BeforeAll {
        $server = Start-Shop
        $staging = New-Database $server shop_staging
        $env:NIGHTLY_SOURCE = Get-Address ($server | ConvertTo-DatabaseUrl -AsPlainText) 'mover:canary@'
        $env:NIGHTLY_STAGING = Get-Address $staging 'mover:canary@'
        $report = Join-Path $TestDrive 'report.json'

        # As a timer runs it: its exit code and all that it says.
        function Invoke-Nightly([string[]] $Arguments = ('env:NIGHTLY_SOURCE', 'env:NIGHTLY_STAGING', '-Confirm:$false')) {
            $said = pwsh -NoProfile -NonInteractive -File "$examples/Invoke-NightlyMigration.ps1" @Arguments -ReportPath $report 2>&1 | Out-String
            $said | Should -Not -BeLike '*canary*'
            if (Test-Path $report) { Get-Content $report -Raw | Should -Not -BeLike '*canary*' }
            [pscustomobject]@{ ExitCode = $LASTEXITCODE; Said = $said }
        }

        function Read-State { (Get-Content $report -Raw | ConvertFrom-Json).state }
    }

    AfterAll {
        $server | Stop-PgSandbox
        Remove-Item Env:NIGHTLY_*
    }

    It 'makes the copy anew, night after night' {
        $first = Invoke-Nightly
        $first.ExitCode | Should -Be 0 -Because $first.Said
        Read-State | Should -Be good
        $null = Invoke-Sql $server 'DELETE FROM orders WHERE id = 1; CREATE TABLE news (id int PRIMARY KEY)'
        $null = Invoke-Sql $staging "UPDATE customers SET name = 'played with'"
        $second = Invoke-Nightly
        $second.ExitCode | Should -Be 0 -Because $second.Said
        Invoke-Sql $staging "SELECT count(*) FROM orders, customers WHERE customers.id = 1 AND customers.name = 'customer 1'" | Should -Be 199
    }

    It 'says by its exit code that the ends differ' {
        $null = Invoke-Sql $staging 'CREATE TABLE left_over (id int PRIMARY KEY)'
        (Invoke-Nightly).ExitCode | Should -Be 1
        Read-State | Should -Be bad
        $null = Invoke-Sql $staging 'DROP TABLE left_over'
    }

    It 'touches nothing where something must be seen to first' {
        $null = Invoke-Sql $server 'ALTER DATABASE shop_staging SET default_transaction_read_only = on'
        try {
            $run = Invoke-Nightly
            $run.ExitCode | Should -Be 4 -Because $run.Said
            Read-State | Should -Be bad
        }
        finally { $null = Invoke-Sql $server 'ALTER DATABASE shop_staging RESET default_transaction_read_only' }
        Invoke-Sql $staging 'SELECT count(*) FROM customers' | Should -Be 50
    }

    It 'replaces nothing that is not staging, and nothing unasked' {
        $refused = Invoke-Nightly 'env:NIGHTLY_STAGING', 'env:NIGHTLY_SOURCE', '-Confirm:$false'
        $refused.ExitCode | Should -Be 3
        $refused.Said | Should -BeLike '*DestinationLike*'
        (Invoke-Nightly 'env:NIGHTLY_SOURCE', 'env:NIGHTLY_STAGING').ExitCode | Should -Be 3
        Read-State | Should -Be bad
        (Invoke-Nightly 'env:NIGHTLY_SOURCE', 'env:NIGHTLY_STAGING', '-WhatIf').ExitCode | Should -Be 0
        (Invoke-Nightly 'env:NIGHTLY_SOURCE', 'env:NIGHTLY_NOTHING', '-Confirm:$false').ExitCode | Should -Be 3
    }
}

Describe 'AzureAutomationRunbook.ps1' {
    BeforeAll {
        # Automation's two cmdlets, as far as a runbook sees them.
        $assets = @{}
        function Get-AutomationVariable([string] $Name) { $assets[$Name] }
        function Get-AutomationPSCredential([string] $Name) { [pscredential]::new('mover', (ConvertTo-SecureString 'canary' -AsPlainText -Force)) }
        $server = Start-Shop
        $assets.PgMigrateSource = Get-Address ($server | ConvertTo-DatabaseUrl -AsPlainText)
    }

    AfterAll { $server | Stop-PgSandbox }

    It 'moves the database, says so, and does it once' {
        $destination = New-Database $server moved
        $assets.PgMigrateDestination = Get-Address $destination
        $records = & "$examples/AzureAutomationRunbook.ps1"
        "$($records | Out-String)" | Should -Not -BeLike '*canary*'
        ($records | Where-Object { $_ -is [PgMigrate.DatabaseMigration] })[-1].Status | Should -Be Completed
        Test-MigrationIntegrity $server $destination -Quiet | Should -BeTrue
        (& "$examples/AzureAutomationRunbook.ps1")[-1] | Should -BeLike '*Completed*'
    }

    It 'stops itself in time, and goes on when it is started again' {
        $destination = New-Database $server stopped
        $assets.PgMigrateDestination = Get-Address $destination
        # Rows wait for this lock until the time is up.
        $type = (Get-EngineAssembly Npgsql).GetType('Npgsql.NpgsqlConnection')
        $holder = [Activator]::CreateInstance($type, ($server | ConvertTo-DatabaseUrl -Dialect Npgsql -AsPlainText) + ';Pooling=false')
        try {
            $holder.Open()
            $command = $holder.CreateCommand()
            $command.CommandText = 'BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE'
            $null = $command.ExecuteNonQuery()
            $records = & "$examples/AzureAutomationRunbook.ps1" -BudgetMinutes 0.01
        }
        finally { $holder.Dispose() }
        $records[-1] | Should -BeLike '*Start this runbook again*'
        $records = & "$examples/AzureAutomationRunbook.ps1"
        ($records | Where-Object { $_ -is [PgMigrate.DatabaseMigration] })[-1].Status | Should -Be Completed
        Test-MigrationIntegrity $server $destination -Quiet | Should -BeTrue
    }

    It 'ends with the error that ends the migration' {
        $assets.PgMigrateDestination = 'postgresql://127.0.0.1:1/nowhere'
        { & "$examples/AzureAutomationRunbook.ps1" } | Should -Throw
    }
}

Describe 'The runbooks' {
    BeforeAll {
        $server = Start-Shop
        $project = Start-PgSandbox -Supabase
        $env:RUNBOOK_SOURCE = $server | ConvertTo-DatabaseUrl -AsPlainText
        $env:RUNBOOK_PROJECT = $project | ConvertTo-DatabaseUrl -AsPlainText
        Push-Location $TestDrive
        Set-Content .env 'DATABASE_URL=sqlite:///shop.db'
        Invoke-SqliteSql "$TestDrive/shop.db" "CREATE TABLE Guests (Id INTEGER PRIMARY KEY, Name TEXT); INSERT INTO Guests VALUES (1, 'a'), (2, 'b')"
    }

    AfterAll {
        Pop-Location
        $server, $project | Stop-PgSandbox
        Remove-Item Env:RUNBOOK_*
    }

    It '<_> plans what it would do, and does nothing' -ForEach 'RenderToSupabase', 'LocalToSupabase', 'SupabaseToRender' {
        $ends = $_ -like 'Supabase*' ? @{ Source = 'env:RUNBOOK_PROJECT'; Destination = 'env:RUNBOOK_SOURCE' } : @{ Source = 'env:RUNBOOK_SOURCE'; Destination = 'env:RUNBOOK_PROJECT' }
        $steps = & "$examples/Runbook.$_.ps1" @ends -ApplicationDatabase $ends.Destination -EnvPath ./.env -WhatIf
        $steps.Status | Sort-Object -Unique | Should -BeIn Planned, Skipped
        $steps.Name | Should -Contain Rows
        Get-Content .env | Should -Be 'DATABASE_URL=sqlite:///shop.db'
    }

    It 'moves a SQLite file to a project, and back' {
        $run = & "$examples/Runbook.SqliteToSupabase.ps1" ./shop.db -Destination env:RUNBOOK_PROJECT -Dialect Asyncpg -Confirm:$false
        $run[-1].Status | Should -Be Completed
        Invoke-Sql $project 'SELECT count(*) FROM public.guests' | Should -Be 2
        Get-Content .env | Should -BeLike 'DATABASE_URL=postgresql+asyncpg://*'
        './sqlite-to-supabase.html' | Should -Exist
        $null = Undo-DatabaseMigration ./shop.db env:RUNBOOK_PROJECT -Confirm:$false
        Get-Content .env | Should -Be 'DATABASE_URL=sqlite:///shop.db'
    }
}
