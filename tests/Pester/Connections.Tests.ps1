BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $canary = 'canary-7f3d'
    $url = "postgresql://app:$canary@db.example.com:6000/shop?sslmode=require"
}

Describe 'What names a database' {
    It 'may be <Form>' -ForEach @(
        @{ Form = 'a URL'; Value = { $url } }
        @{ Form = 'a keyword string'; Value = { "Host=db.example.com;Port=6000;Database=shop;Username=app;Password=$canary" } }
        @{ Form = 'a SecureString'; Value = { ConvertTo-SecureString $url -AsPlainText -Force } }
        @{ Form = 'a hashtable'; Value = { @{ Host = 'db.example.com'; Port = 6000; Database = 'shop'; User = 'app'; Password = ConvertTo-SecureString $canary -AsPlainText -Force } } }
        @{ Form = 'an ordered dictionary'; Value = { [ordered]@{ Host = 'db.example.com'; Port = 6000; Database = 'shop'; User = 'app'; Password = $canary } } }
        @{ Form = 'an object with a ConnectionString'; Value = { [pscustomobject]@{ ConnectionString = $url } } }
        @{ Form = 'an object with a DatabaseUrl'; Value = { [pscustomobject]@{ DatabaseUrl = ConvertTo-SecureString $url -AsPlainText -Force } } }
        @{ Form = 'what another call wrote'; Value = { ConvertTo-DatabaseUrl $url } }
        @{ Form = 'an environment variable'; Value = { $env:PGMIGRATE_PESTER_URL = $url; 'env:PGMIGRATE_PESTER_URL' } }
    ) {
        $text = ConvertTo-DatabaseUrl (& $Value) -Dialect Libpq -AsPlainText
        $text | Should -BeLike "postgresql://app:$canary@db.example.com:6000/shop*"
        & $Value | ConvertTo-DatabaseUrl -Dialect Libpq -AsPlainText | Should -Be $text
    }

    AfterAll { Remove-Item env:PGMIGRATE_PESTER_URL -ErrorAction Ignore }

    It 'is refused when it is <Form>' -ForEach @(
        @{ Form = 'a credential'; Value = [pscredential]::new('app', [securestring]::new()) }
        @{ Form = 'a number'; Value = 42 }
        @{ Form = 'nothing'; Value = $null }
        @{ Form = 'an object without an endpoint'; Value = [pscustomobject]@{ Name = 'shop' } }
        @{ Form = 'a list'; Value = @('sqlite:///a.db', 'sqlite:///b.db') }
    ) {
        { ConvertTo-DatabaseUrl $Value } | Should -Throw -ErrorId 'Parameter*,PgMigrate.Commands.ConvertToDatabaseUrlCommand'
    }

    It 'is seen from PowerShells location when it is a relative path' {
        $folder = (New-Item (Join-Path $TestDrive 'a place with blanks') -ItemType Directory).FullName
        Set-Content (Join-Path $folder '.env') 'DATABASE_URL=sqlite:///shop.db'
        $file = Join-Path $folder 'shop.db'
        Push-Location $folder
        try {
            foreach ($path in 'shop.db', './shop.db', 'sqlite:///shop.db', 'Data Source=shop.db', 'dotenv:.env', @{ Path = 'shop.db' }) {
                ConvertTo-DatabaseUrl $path -Dialect FilePath -AsPlainText -WarningAction SilentlyContinue | Should -Be $file
            }
        }
        finally { Pop-Location }
    }
}

Describe 'A path as PowerShell writes it' {
    It 'may begin with <Start>' -ForEach @(
        @{ Start = '~'; Path = '~/shop.db'; File = { Join-Path $HOME 'shop.db' } }
        @{ Start = 'a drive of PowerShells own'; Path = 'TestDrive:/shop.db'; File = { Join-Path $TestDrive 'shop.db' } }
    ) {
        ConvertTo-DatabaseUrl $Path -Dialect FilePath -AsPlainText | Should -Be (& $File)
    }
}

Describe 'ConvertTo-DatabaseUrl' {
    It 'warns of what a plain text leaves out' {
        $null = ConvertTo-DatabaseUrl "$url&application_name=shop" -Dialect Asyncpg -AsPlainText -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'application_name'
    }

    It 'writes every dialect of PostgreSQL: <_>' -ForEach @(
        'Libpq', 'LibpqKeywords', 'Psycopg2', 'Psycopg', 'Asyncpg', 'Pg8000', 'Jdbc', 'Npgsql', 'Prisma', 'Pgx', 'Django'
    ) {
        $text = ConvertTo-DatabaseUrl $url -Dialect $_ -AsPlainText -WarningAction SilentlyContinue
        ConvertTo-DatabaseUrl $text -Dialect Libpq -AsPlainText | Should -BeLike "postgresql://app:$canary@db.example.com:6000/shop*"
    }

    It 'shows no password unless it is asked to' {
        $shown = ConvertTo-DatabaseUrl $url -Dialect Asyncpg
        ($shown, ($shown | Format-List * -Force), ($shown | ConvertTo-Json -Depth 5), "$shown" | Out-String) | Should -Not -Match $canary
        $shown.Url | Should -BeLike 'postgresql+asyncpg://app:*@db.example.com:6000/shop*'
    }

    It 'takes user and password from a credential' {
        $credential = [pscredential]::new('boss', (ConvertTo-SecureString 'p@ss' -AsPlainText -Force))
        ConvertTo-DatabaseUrl $url -Credential $credential -AsPlainText | Should -BeLike 'postgresql://boss:p%40ss@db.example.com:6000/shop*'
    }

    It 'says what a dialect cannot express, and goes on with the next' {
        $output = 'shop.db', $url | ConvertTo-DatabaseUrl -Dialect Jdbc -ErrorAction SilentlyContinue -ErrorVariable failures
        $output.Count | Should -Be 1
        $failures.Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -Be 'DialectCannotExpress,PgMigrate.Commands.ConvertToDatabaseUrlCommand'
    }

    It 'repeats no password in an error' {
        $bad = "postgresql://app:$canary@db.example.com:notaport/shop"
        { ConvertTo-DatabaseUrl $bad } | Should -Throw
        ($Error[0].Exception | Format-List * -Force | Out-String) + $Error[0].ErrorDetails + $Error[0].TargetObject | Should -Not -Match $canary
    }
}

Describe 'Test-DatabaseConnection' {
    BeforeAll { $sandbox = Start-PgSandbox }
    AfterAll { $sandbox | Stop-PgSandbox }

    It 'reports what the server is and what the role may do' {
        $report = $sandbox | Test-DatabaseConnection -PingCount 5
        $report | Should -BeOfType PgMigrate.DatabaseConnectionReport
        $report.ServerVersion.Major | Should -Be $sandbox.Version.Major
        $report.Pings | Should -Be 5
        $report.CanCreateSchema | Should -BeTrue
        $report.Provider | Should -Be 'Local'
    }

    It 'tries another role with a credential' {
        $null = Invoke-Sql $sandbox "CREATE ROLE guest LOGIN PASSWORD 'guest-secret'"
        $credential = [pscredential]::new('guest', (ConvertTo-SecureString 'guest-secret' -AsPlainText -Force))
        (Test-DatabaseConnection $sandbox -Credential $credential).Role | Should -Be 'guest'
    }

    It 'writes one error for a server that does not answer, and goes on with the next' {
        $reports = 'postgresql://app@127.0.0.1:1/shop', $sandbox | Test-DatabaseConnection -RetryCount 0 -ErrorAction SilentlyContinue -ErrorVariable failures
        $reports.Count | Should -Be 1
        $failures.Count | Should -Be 1
        $failures[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $failures[0].TargetObject | Should -BeOfType PgMigrate.DatabaseEndpoint
    }

    It 'answers with a Boolean under -Quiet' {
        'postgresql://app@127.0.0.1:1/shop', $sandbox | Test-DatabaseConnection -RetryCount 0 -Quiet | Should -Be $false, $true
    }

    It 'reports on a SQLite file' {
        $file = Join-Path $TestDrive 'shop.db'
        $null = Invoke-SqliteSql $file 'CREATE TABLE orders (id INTEGER PRIMARY KEY)'
        $report = Test-DatabaseConnection $file
        $report.Kind | Should -Be 'Sqlite'
        $report.Integrity | Should -Be 'ok'
    }

    It 'shows its report without a password' {
        $report = Test-DatabaseConnection $sandbox
        $password = [regex]::Match((ConvertTo-DatabaseUrl $sandbox -AsPlainText), '://[^:]+:([^@]+)@').Groups[1].Value
        $password | Should -Not -BeNullOrEmpty
        ($report, ($report | Format-List * -Force), ($report | ConvertTo-Json -Depth 5) | Out-String) | Should -Not -Match $password
    }

    It 'lets no stream show a password, not even when the server refuses it' {
        $wrong = [pscredential]::new('postgres', (ConvertTo-SecureString $canary -AsPlainText -Force))
        $all = & {
            $DebugPreference = 'Continue'
            Test-DatabaseConnection $sandbox -Credential $wrong -Verbose -ErrorAction Continue
            Get-MigrationTable $sandbox -Credential $wrong -Verbose -ErrorAction Continue
        } *>&1
        $failures = $all.Where({ $_ -is [System.Management.Automation.ErrorRecord] })
        $failures.Count | Should -Be 2
        ($all | Out-String) + ($failures | Format-List * -Force | Out-String) + ($failures.Exception | Format-List * -Force | Out-String) | Should -Not -Match $canary
    }
}
