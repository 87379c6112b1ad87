# The switch of a program's database, and the way back.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    function New-EnvFile([string] $Text) {
        $file = Join-Path $TestDrive "$([guid]::NewGuid().ToString('N')).env"
        Set-Content $file $Text -NoNewline
        $file
    }

    function Get-FailureId([object[]] $Failures) { @($Failures)[0].FullyQualifiedErrorId -replace ',.*' }
}

Describe 'Switch-DatabaseUrl' {
    It 'changes the value alone, in the dialect that stands there, and shows no password' {
        $file = New-EnvFile "# the app`nexport DATABASE_URL='postgresql+asyncpg://old:pw@old.example/app' # here`nDEBUG=1`n"
        $switch = Switch-DatabaseUrl 'postgres://new:canary@new.example/shop?sslmode=require' -Path $file -SkipConnectionTest -Confirm:$false
        $switch | Should -BeOfType PgMigrate.DatabaseUrlSwitch
        $switch.Status | Should -Be Switched
        Get-Content $file -Raw | Should -BeLike "# the app`nexport DATABASE_URL='postgresql+asyncpg://new:canary@new.example*/shop?ssl=require' # here`nDEBUG=1`n"
        $switch.JournalPath | Should -Be "$file.pgmigrate-journal"
        Get-Content $switch.JournalPath -Raw | Should -Not -BeLike '*canary*'
        "$($switch | Out-String) $($switch | ConvertTo-Json)" | Should -Not -BeLike '*canary*'
    }

    It 'goes back byte for byte from what the switch has written' {
        $file = New-EnvFile "DATABASE_URL=postgresql://old:pw@old.example/app`r`n# ü"
        $before = [IO.File]::ReadAllBytes($file)
        $back = Switch-DatabaseUrl 'postgres://new.example/shop' $file -SkipConnectionTest -Confirm:$false | Restore-DatabaseUrl -Confirm:$false
        $back.Status | Should -Be SwitchedBack
        [IO.File]::ReadAllBytes($file) | Should -Be $before
        "$file.pgmigrate-journal" | Should -Not -Exist
    }

    It 'goes back several steps, and says where there is nothing to go back to' {
        $file = New-EnvFile 'DATABASE_URL=postgresql://one.example/app'
        foreach ($name in 'two', 'three') { $null = Switch-DatabaseUrl "postgres://$name.example/app" $file -SkipConnectionTest -Confirm:$false }
        Restore-DatabaseUrl $file -Steps 2 -WhatIf | ForEach-Object Status | Should -Be Planned
        (Restore-DatabaseUrl $file -Steps 2 -Confirm:$false).NewUrl | Should -BeLike '*one.example*'
        Restore-DatabaseUrl $file -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failures | ForEach-Object Status | Should -Be Unchanged
        Get-FailureId $failures | Should -Be SwitchJournalMissing
    }

    It 'touches no file when the location is no folder' {
        $folder = (New-Item (Join-Path $TestDrive 'elsewhere') -ItemType Directory).FullName
        Set-Content (Join-Path $folder '.env') 'DATABASE_URL=postgresql://old.example/app'
        $before = [Environment]::CurrentDirectory
        [Environment]::CurrentDirectory = $folder
        Push-Location Env:
        try { Switch-DatabaseUrl 'postgres://new.example/shop' -SkipConnectionTest -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failures }
        finally {
            Pop-Location
            [Environment]::CurrentDirectory = $before
        }
        $failures[0].FullyQualifiedErrorId | Should -Be 'PathNotFileSystem,PgMigrate.Commands.SwitchDatabaseUrlCommand'
        Get-Content (Join-Path $folder '.env') | Should -Be 'DATABASE_URL=postgresql://old.example/app'
    }

    It 'changes nothing under -WhatIf, and says what it would' {
        $file = New-EnvFile 'DATABASE_URL=postgresql://old.example/app'
        $planned = Switch-DatabaseUrl 'postgres://new:canary@new.example/shop' -Path $file -SkipConnectionTest -WhatIf
        $planned.Status, $planned.IsChanged | Should -Be Planned, $true
        $planned.NewUrl | Should -BeLike '*new:`*`*`*`*@new.example*'
        Get-Content $file | Should -Be 'DATABASE_URL=postgresql://old.example/app'
    }

    It 'changes no place where one cannot be changed, and writes the records before the error' {
        $good = New-EnvFile 'DATABASE_URL=postgresql://old.example/app'
        $bad = New-EnvFile 'DATABASE_URL=${OTHER}'
        $records = Switch-DatabaseUrl 'postgres://new.example/shop' $good, $bad -SkipConnectionTest -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failures
        $records.Status | Should -Be Unchanged, Unchanged
        Get-FailureId $failures | Should -Be DotenvValueIsReference
        Get-Content $good | Should -Be 'DATABASE_URL=postgresql://old.example/app'
    }

    It 'sets the environment of the process, and goes back' {
        $env:PGMIGRATE_TEST_URL = 'postgresql+psycopg://old.example/app'
        $places = @{ Target = 'Process'; Name = 'PGMIGRATE_TEST_URL'; JournalPath = Join-Path $TestDrive journal; Confirm = $false }
        try {
            (Switch-DatabaseUrl 'postgres://new:canary@new.example/shop' @places -SkipConnectionTest).Target | Should -Be "the process's environment"
            $env:PGMIGRATE_TEST_URL | Should -BeLike 'postgresql+psycopg://new:canary@new.example*/shop'
            $null = Restore-DatabaseUrl @places
            $env:PGMIGRATE_TEST_URL | Should -Be 'postgresql+psycopg://old.example/app'
        }
        finally { Remove-Item Env:PGMIGRATE_TEST_URL }
    }

    It 'runs script blocks on the pipeline''s thread, and switches back by them where another place fails' {
        $vault = @{ DATABASE_URL = 'postgresql://old.example/app' }
        $calls = [System.Collections.Generic.List[string]]::new()
        $seeing = @{
            Id     = 'vault'
            Script = { param($Name, $Url) $calls.Add("$Name=$Url"); $vault[$Name] = $Url }
            Read   = { param($Name) $vault[$Name] }
        }
        $records = Switch-DatabaseUrl 'postgres://new:canary@new.example/shop' -Target $seeing, { Write-Error "no room for $($args[1])" } -SkipConnectionTest -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failures
        $records.Status | Should -Be SwitchedBack, Unknown
        $calls[0] | Should -BeLike 'DATABASE_URL=postgresql://new:canary@new.example*'
        $calls[1] | Should -Be 'DATABASE_URL=postgresql://old.example/app'
        "$($records | Out-String)$($records | ConvertTo-Json)$($failures | Format-List * -Force | Out-String)$($failures.Exception | Format-List * -Force | Out-String)" | Should -Not -BeLike '*canary*'
        $records[1].Error | Should -BeLike '*no room for*'
    }

    It 'refuses a place that it does not know' -ForEach @(
        @{ Place = 'Render'; Message = "*'Render' is no place*" }
        @{ Place = @{ Render = 'srv-1' }; Message = '*has no Token*' }
        @{ Place = @{ Render = 'srv-1'; Token = 'rnd_canary' }; Message = '*command line*' }
        @{ Place = @{ Render = 'srv-1'; Tokn = 1 }; Message = "*'Tokn' is nothing*" }
        @{ Place = @{ Script = 1 }; Message = '*script blocks*' }
        @{ Place = 42; Message = '*no place*' }
    ) {
        { Switch-DatabaseUrl 'postgres://new.example/shop' -Target $Place -Confirm:$false } | Should -Throw $Message
        $Error[0].Exception.Message | Should -Not -BeLike '*canary*'
    }

    Context 'with a server' {
        BeforeAll {
            $sandbox = Start-PgSandbox
            Invoke-Sql $sandbox 'CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)'
            $source = Join-Path $TestDrive 'shop.db'
            Invoke-SqliteSql $source 'CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)'
        }

        AfterAll { Stop-PgSandbox $sandbox }

        It 'wants the database proven' {
            $file = New-EnvFile 'DATABASE_URL=postgresql://old.example/app'
            $proof = Test-MigrationIntegrity $source $sandbox | Where-Object { $_ -is [PgMigrate.MigrationIntegrity] }
            ($sandbox | Switch-DatabaseUrl -Path $file -Expect $proof -Confirm:$false).Status | Should -Be Switched
            Switch-DatabaseUrl 'postgres://new.example/shop' $file -Expect $proof -SkipConnectionTest -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failures
            Get-FailureId $failures | Should -Be SwitchNotProven

            Invoke-Sql $sandbox 'DELETE FROM t'
            $proof = Test-MigrationIntegrity $source $sandbox -ErrorAction SilentlyContinue | Where-Object { $_ -is [PgMigrate.MigrationIntegrity] }
            Switch-DatabaseUrl $sandbox $file -Expect $proof -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failures
            Get-FailureId $failures | Should -Be SwitchNotProven
        }

        It 'connects before it changes anything' {
            $file = New-EnvFile 'DATABASE_URL=postgresql://old.example/app'
            $nowhere = ($sandbox | ConvertTo-DatabaseUrl -AsPlainText) -replace '/\w+(\?|$)', '/not_there$1'
            Switch-DatabaseUrl $nowhere $file -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failures | Should -BeNullOrEmpty
            $failures | Should -Not -BeNullOrEmpty
            Get-Content $file | Should -Be 'DATABASE_URL=postgresql://old.example/app'
        }
    }
}
