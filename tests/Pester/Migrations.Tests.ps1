# A project's SQL migrations: Get-, Invoke- and Repair-SupabaseMigration.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $server = Start-PgSandbox
    $PSStyle.OutputRendering = 'PlainText'

    # A database of the server and a project in a folder of its own.
    function New-Project([hashtable] $Files) {
        $name = "d$([guid]::NewGuid().ToString('N'))"
        $null = Invoke-Sql $server "CREATE DATABASE $name"
        $root = (New-Item (Join-Path $TestDrive $name) -ItemType Directory).FullName
        foreach ($file in $Files.Keys) {
            $path = Join-Path $root supabase/migrations $file
            $null = New-Item (Split-Path $path) -ItemType Directory -Force
            Set-Content $path $Files[$file]
        }
        [pscustomobject]@{ Path = $root; Database = ($server | ConvertTo-DatabaseUrl -AsPlainText) -replace '/postgres(\?|$)', "/$name`$1" }
    }
}

AfterAll { $server | Stop-PgSandbox }

Describe 'Invoke-SupabaseMigration' {
    It 'shows each files statements as objects with -WhatIf, and runs nothing' {
        $project = New-Project @{ '001_a.sql' = "CREATE TABLE a (v int);`nCREATE INDEX CONCURRENTLY i ON a (v);"; '002_b.sql' = 'SELECT 1' }
        $statements = Invoke-SupabaseMigration $project.Path $project.Database -WhatIf
        $statements | Should -BeOfType ([PgMigrate.SupabaseMigrationStatement])
        $statements.Text | Should -Be 'CREATE TABLE a (v int)', 'CREATE INDEX CONCURRENTLY i ON a (v)', 'SELECT 1'
        $statements.RunsInTransaction | Should -Be $false, $false, $true
        Invoke-Sql $project.Database "SELECT count(*) FROM pg_namespace WHERE nspname = 'supabase_migrations'" | Should -Be 0
        $WhatIfPreference = $true
        (Invoke-SupabaseMigration $project.Path $project.Database).Line | Should -Be 1, 2, 1
    }

    It 'applies what is pending, and nothing the second time' {
        $project = New-Project @{ '001_a.sql' = 'CREATE TABLE a (v int)'; '002_b.sql' = 'INSERT INTO a VALUES (1)' }
        $results = Invoke-SupabaseMigration -Path $project.Path -Database $project.Database -Confirm:$false
        $results.Status | Should -Be Applied, Applied
        Invoke-SupabaseMigration -Path $project.Path -Database $project.Database -Confirm:$false | Should -BeNullOrEmpty
        Invoke-Sql $project.Database 'SELECT count(*) FROM a' | Should -Be 1
    }

    It 'takes a version as it is written, and from the pipeline' {
        $project = New-Project @{ '001_a.sql' = 'SELECT 1'; '002_b.sql' = 'SELECT 1'; '003_c.sql' = 'SELECT 1' }
        (Invoke-SupabaseMigration $project.Path $project.Database -Version 001 -Confirm:$false).File | Should -Be '001_a.sql'
        $pending = Get-SupabaseMigration $project.Path $project.Database -Status Pending
        ($pending | Select-Object -First 1 | Invoke-SupabaseMigration $project.Path $project.Database -Confirm:$false).Version | Should -Be '002'
        Get-SupabaseMigration $project.Path $project.Database -Status Missing | Invoke-SupabaseMigration $project.Path $project.Database -Confirm:$false | Should -BeNullOrEmpty
        (Get-SupabaseMigration $project.Path $project.Database).Status | Should -Be Applied, Applied, Pending
    }

    It 'ends with the error of the file that failed, after its result' {
        $project = New-Project @{ '001_a.sql' = 'CREATE TABLE a (v int)'; '002_b.sql' = "SELECT 1;`nSELECT nothing;"; '003_c.sql' = 'SELECT 1' }
        $results = [System.Collections.Generic.List[object]]::new()
        try { Invoke-SupabaseMigration $project.Path $project.Database -Confirm:$false | ForEach-Object { $results.Add($_) }; throw 'It did not fail.' }
        catch { $failure = $_ }
        $results.Status | Should -Be Applied, Failed, NotRun
        $failure.FullyQualifiedErrorId | Should -Be 'MigrationFailed,PgMigrate.Commands.InvokeSupabaseMigrationCommand'
        $failure.ToString() | Should -BeLike "002_b.sql, line 2: column `"nothing`" does not exist (SQLSTATE 42703).*SELECT nothing*^*Nothing of 002_b.sql was applied. Applied before it, and staying: 001_a.sql. Not run: 003_c.sql."
        $failure.ErrorDetails.RecommendedAction | Should -Be 'Mend 002_b.sql and run again: the next run continues with it.'
        $failure.Exception.SqlState | Should -Be '42703'
    }

    It 'goes on after a failure with -OnError Continue' {
        $project = New-Project @{ '001_a.sql' = 'fails'; '002_b.sql' = 'SELECT 1' }
        $results = Invoke-SupabaseMigration $project.Path $project.Database -OnError Continue -Confirm:$false -ErrorVariable failures -ErrorAction SilentlyContinue
        $results.Status | Should -Be Failed, Applied
        $failures.Count | Should -Be 1
        $failures[0].TargetObject.File | Should -Be '001_a.sql'
    }

    It 'finds the database in .env where none is named' {
        $project = New-Project @{ '001_a.sql' = 'SELECT 1' }
        Set-Content (Join-Path $project.Path .env.secrets) "DATABASE_URL='$($project.Database)'"
        $variable = $env:DATABASE_URL
        $env:DATABASE_URL = $null
        Push-Location $project.Path
        try {
            (Invoke-SupabaseMigration -Confirm:$false).File | Should -Be '001_a.sql'
            (Get-SupabaseMigration).Status | Should -Be Applied
            Set-Location supabase/migrations
            { Get-SupabaseMigration } | Should -Throw -ErrorId 'DatabaseNotNamed,PgMigrate.Commands.GetSupabaseMigrationCommand'
        }
        finally {
            Pop-Location
            $env:DATABASE_URL = $variable
        }
    }

    It 'takes back what it applied with -Undo' {
        $project = New-Project @{ '001_a.sql' = 'CREATE TABLE a ()'; '001_a.down.sql' = 'DROP TABLE a' }
        $null = Invoke-SupabaseMigration $project.Path $project.Database -Confirm:$false
        (Invoke-SupabaseMigration $project.Path $project.Database -Undo -WhatIf).Text | Should -Be 'DROP TABLE a'
        (Invoke-SupabaseMigration $project.Path $project.Database -Undo -Confirm:$false).Status | Should -Be Undone
        (Get-SupabaseMigration $project.Path $project.Database).Status | Should -Be Pending
    }

    It 'takes a credential' {
        $project = New-Project @{ '001_a.sql' = 'SELECT 1' }
        $wrong = [pscredential]::new('nobody', (ConvertTo-SecureString 'x' -AsPlainText -Force))
        { Invoke-SupabaseMigration $project.Path $project.Database -Credential $wrong -Confirm:$false } | Should -Throw -ErrorId 'AuthenticationFailed,*'
    }
}

Describe 'Repair-SupabaseMigration' {
    It 'records and takes out what Get-SupabaseMigration finds' {
        $project = New-Project @{ '001_a.sql' = 'CREATE TABLE a ()' }
        Repair-SupabaseMigration $project.Path $project.Database -Version 001 -Status Applied -WhatIf | Should -BeNullOrEmpty
        (Get-SupabaseMigration $project.Path $project.Database).Status | Should -Be Pending
        $null = Repair-SupabaseMigration $project.Path $project.Database -Version 001 -Status Applied -Confirm:$false
        Remove-Item (Join-Path $project.Path supabase/migrations/001_a.sql)
        $change = Get-SupabaseMigration $project.Path $project.Database -Status Missing | Repair-SupabaseMigration $project.Path $project.Database -Status Reverted -Confirm:$false
        $change.Version, $change.WasThere | Should -Be '001', $true
        Get-SupabaseMigration $project.Path $project.Database | Should -BeNullOrEmpty
    }

    It 'makes the history that of the files with -All' {
        $project = New-Project @{ '001_a.sql' = 'SELECT 1'; '002_b.sql' = 'SELECT 1' }
        (Repair-SupabaseMigration $project.Path $project.Database -All -Status Applied -Confirm:$false).Version | Should -Be '001', '002'
        (Get-SupabaseMigration $project.Path $project.Database).Status | Should -Be Applied, Applied
    }
}

Describe 'The views of migrations' {
    It 'show what matters in one line each' {
        $migration = [PgMigrate.SupabaseMigration]@{ Version = '20240102030405'; Name = 'users'; Status = 'Changed'; Path = '/x'; IsRemote = $true; Time = [datetime]'2024-01-02 03:04:05' }
        ($migration | Out-String -Width 100).Trim() -split '\r?\n' | Select-Object -Last 1 | Should -Match '^20240102030405 yes +yes +Changed +2024-01-02 03:04 users$'
        $statement = [PgMigrate.SupabaseMigrationStatement]@{ Kind = 'Migration'; File = '001_a.sql'; Number = 1; Line = 7; Text = "COPY a`n  FROM stdin"; Rows = 3; RunsInTransaction = $true }
        ($statement | Out-String -Width 100).Trim() -split '\r?\n' | Select-Object -Last 1 | Should -Match '^001_a.sql +7 yes +COPY a FROM stdin \(3 rows\)$'
    }
}
