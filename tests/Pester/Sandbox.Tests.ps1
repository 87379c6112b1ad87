BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Start-PgSandbox and Stop-PgSandbox' {
    It 'start a server that answers, and take it away with its folder' {
        $sandbox = Start-PgSandbox
        try {
            $sandbox | Should -BeOfType PgMigrate.PgSandbox
            Invoke-Sql $sandbox 'SELECT 40 + 2' | Should -Be 42
            Test-Path $sandbox.Path | Should -BeTrue
        }
        finally { $sandbox | Stop-PgSandbox }
        Test-Path $sandbox.Path | Should -BeFalse
        Test-DatabaseConnection $sandbox -RetryCount 0 -Quiet | Should -BeFalse
    }

    It 'put the server into a folder relative to the location' {
        Push-Location $TestDrive
        try {
            $sandbox = Start-PgSandbox -Path here
            $sandbox.Path | Should -Be (Join-Path (Get-Location).ProviderPath 'here')
        }
        finally {
            $sandbox | Stop-PgSandbox
            Pop-Location
        }
    }

    It 'do nothing under -WhatIf' {
        Start-PgSandbox -WhatIf | Should -BeNullOrEmpty
        $sandbox = Start-PgSandbox
        try {
            $sandbox | Stop-PgSandbox -WhatIf
            Invoke-Sql $sandbox 'SELECT 1' | Should -Be 1
        }
        finally { $sandbox | Stop-PgSandbox }
    }

    It 'say what is wrong with a version, and what to write' {
        { Start-PgSandbox -Version newest } | Should -Throw -ErrorId 'SandboxVersionInvalid,PgMigrate.Commands.StartPgSandboxCommand'
        $Error[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'leave nothing behind when the start is stopped' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$manifest'; Start-PgSandbox -Path '$TestDrive/stopped' -Verbose")
        $running = $shell.BeginInvoke()
        while (-not (Test-Path "$TestDrive/stopped") -and -not $running.IsCompleted) { Start-Sleep -Milliseconds 20 }
        $shell.Stop()
        Test-Path "$TestDrive/stopped" | Should -BeFalse
    }

    It 'complete versions' {
        (TabExpansion2 'Start-PgSandbox -Version 1').CompletionMatches.CompletionText | Should -Contain '17'
    }
}
