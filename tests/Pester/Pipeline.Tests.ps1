# The pump between a cmdlet's work and the pipeline, driven by the cmdlets of the Probe project.

BeforeAll {
    Import-Module "$PSScriptRoot/../../out/PgMigrate/PgMigrate.psd1"
    $project = "$PSScriptRoot/Probe/Probe.csproj"
    $build = dotnet build $project -nodeReuse:false -verbosity:quiet 2>&1
    if ($LASTEXITCODE) { throw "The probe did not build:`n$($build -join "`n")" }
    $probe = "$PSScriptRoot/Probe/bin/Debug/net8.0/PgMigrate.Probe.dll"
    Import-Module $probe

    function Start-Hang([hashtable] $Parameters, [scriptblock] $Script = { param($p) Wait-Probe @p }) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($manifest, $probe) Import-Module $manifest, $probe').AddArgument($manifest).AddArgument($probe).Invoke()
        $shell.Commands.Clear()
        $null = $shell.AddScript($Script).AddArgument($Parameters)
        [pscustomobject]@{ Shell = $shell; Running = $shell.BeginInvoke() }
    }

    $manifest = (Resolve-Path "$PSScriptRoot/../../out/PgMigrate/PgMigrate.psd1").Path
}

Describe 'What work writes' {
    BeforeEach { $log = [PgMigrate.Probe.WorkLog]::new() }

    It 'arrives whole and in order' {
        Write-Probe -Log $log -Count 5000 | Should -Be (0..4999)
    }

    It 'comes for every object piped in, between one beginning and one end' {
        10, 20 | Write-Probe -Log $log -Count 2 | Should -Be 10, 11, 20, 21
        $log.Lines | Should -Be 'begin', 'after the streams', 'cleaned up', 'after the streams', 'cleaned up', 'end'
    }

    It 'reaches every stream' {
        $DebugPreference = 'Continue'
        $all = Write-Probe -Log $log -Count 1 -Talk -Verbose *>&1
        $all.Where({ $_ -is [System.Management.Automation.VerboseRecord] }).Message | Should -Contain 'verbose'
        $all.Where({ $_ -is [System.Management.Automation.DebugRecord] }).Message | Should -Be 'debug'
        $all.Where({ $_ -is [System.Management.Automation.WarningRecord] }).Message | Should -Be 'warning'
        $all.Where({ $_ -is [System.Management.Automation.InformationRecord] }).MessageData | Should -Be 'information'
        $all.Where({ $_ -is [int] }) | Should -Be 0
    }

    It 'is not begun under -WhatIf' {
        Write-Probe -Log $log -WhatIf | Should -BeNullOrEmpty
        $log.Lines | Should -Be 'begin', 'end'
    }
}

Describe 'Errors' {
    BeforeEach {
        $log = [PgMigrate.Probe.WorkLog]::new()
        $failure = [PgMigrate.MigrationException]::new('DestinationNotEmpty', 'ResourceExists', 'The table shop.orders has rows already.')
    }

    It 'that leave the work end the cmdlet with an id, a category and a subject' {
        { Write-Probe -Log $log -Fail $failure } | Should -Throw -ErrorId 'DestinationNotEmpty,PgMigrate.Probe.WriteProbeCommand'
        $Error[0].CategoryInfo.Category | Should -Be 'ResourceExists'
        $Error[0].Exception | Should -Be $failure
        $log.Lines | Should -Not -Contain 'end'
    }

    It 'of one item leave the rest to go on' {
        $output = Write-Probe -Log $log -ItemFailure $failure -ErrorAction SilentlyContinue -ErrorVariable records
        $output | Should -Be 0, 1, 2
        $records.Count | Should -Be 1
        $records[0].FullyQualifiedErrorId | Should -Be 'DestinationNotEmpty,PgMigrate.Probe.WriteProbeCommand'
        $records[0].TargetObject | Should -Be 'item'
    }

    It 'that nobody foresaw are internal errors' {
        { Write-Probe -Log $log -Fail ([System.FormatException]::new('odd')) } |
            Should -Throw 'odd' -ErrorId 'InternalError,PgMigrate.Probe.WriteProbeCommand'
    }

    It 'carry a remedy from the engine to the record' {
        $sqlite = Join-Path $TestDrive 'nothing.db'
        $record = [PgMigrate.Commands.ErrorRecords]::From([PgMigrate.Probe.Failures]::WithRemedy('Use -Mode Append.'), $sqlite)
        $record.ErrorDetails.RecommendedAction | Should -Be 'Use -Mode Append.'
        $record.TargetObject | Should -Be $sqlite
    }
}

Describe 'A pipeline that ends early' {
    BeforeEach { $log = [PgMigrate.Probe.WorkLog]::new() }

    It 'ends work that still has much to write, and waits for its cleanup' {
        Write-Probe -Log $log -Count 1000000 | Select-Object -First 1 | Should -Be 0
        @($log.Lines)[-1] | Should -Be 'cleaned up'
    }

    It 'ends work when -WarningAction makes an error of a warning, before the next step' {
        { Write-Probe -Log $log -Talk -WarningAction Stop 6>$null } | Should -Throw -ErrorId 'ActionPreferenceStop,PgMigrate.Probe.WriteProbeCommand'
        $log.Lines | Should -Be 'begin', 'cleaned up'
    }

    It 'ends work when -ErrorAction makes the first error the last, before the next step' {
        $failure = [PgMigrate.MigrationException]::new('CopyFailed', 'WriteError', 'One item failed.')
        { Write-Probe -Log $log -ItemFailure $failure -ErrorAction Stop } | Should -Throw 'One item failed.'
        $log.Lines | Should -Be 'begin', 'cleaned up'
    }

    It 'leaves work that ignores its cancellation behind with a warning once the deadline has passed' {
        try {
            $output = Wait-Probe -Log $log -Stubborn -First 'one' -DeadlineMilliseconds 200 -WarningVariable warnings 3>$null | Select-Object -First 1
            $output | Should -Be 'one'
            $log.Lines | Should -BeNullOrEmpty
            "$warnings" | Should -BeLike 'Wait-Probe was stopped, but its work had not ended after 0.2 seconds*'
        }
        finally { $log.Release.Set() }
    }
}

Describe 'Stopping' {
    BeforeEach { $log = [PgMigrate.Probe.WorkLog]::new() }

    It 'cancels work that hangs and waits for its cleanup' {
        $hang = Start-Hang @{ Log = $log }
        $log.Started.Wait(20000) | Should -BeTrue
        $hang.Shell.Stop()
        $hang.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $log.Lines | Should -Be 'cleaned up'
    }

    It 'returns after the deadline when the work ignores its token' {
        try {
            $hang = Start-Hang @{ Log = $log; Stubborn = $true; DeadlineMilliseconds = 200 }
            $log.Started.Wait(20000) | Should -BeTrue
            $hang.Shell.Stop()
            $hang.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
            $log.Lines | Should -BeNullOrEmpty
        }
        finally { $log.Release.Set() }
    }

    It 'ends work whose reader is slower than it' {
        $hang = Start-Hang @{ Log = $log } { param($p) Write-Probe @p -Count 1000000 | ForEach-Object { Start-Sleep -Seconds 60 } }
        $log.Started.Wait(20000) | Should -BeTrue
        $hang.Shell.Stop()
        $log.Lines | Should -Contain 'cleaned up'
    }
}

Describe 'Progress' {
    BeforeEach { $log = [PgMigrate.Probe.WorkLog]::new() }

    It 'shows the run and its table under it, seldom, and takes both away at the end' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($manifest, $probe) Import-Module $manifest, $probe').AddArgument($manifest).AddArgument($probe).Invoke()
        $shell.Commands.Clear()
        $null = $shell.AddCommand('Write-Probe').AddParameter('Log', $log).AddParameter('Count', 300000).AddParameter('Progress').Invoke()
        $records = $shell.Streams.Progress.ReadAll().Where({ $_.Activity -in 'Run', 'Table' })
        $records.Count | Should -BeGreaterThan 3
        $records.Count | Should -BeLessThan 3000
        $run = $records.Where({ $_.Activity -eq 'Run' })
        $table = $records.Where({ $_.Activity -eq 'Table' })
        $table[0].ParentActivityId | Should -Be $run[0].ActivityId
        $run[0].PercentComplete | Should -BeGreaterOrEqual 0
        $run[-1].StatusDescription | Should -Match '^[\d,]+ of 300,000 rows$' -Because 'the same figures are not told twice'
        $run[-1].RecordType | Should -Be 'Completed'
        $table[-1].RecordType | Should -Be 'Completed'
    }
}
