BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $sandbox = Start-PgSandbox -Supabase
    $null = Invoke-Sql $sandbox @'
CREATE TABLE guarded (id int PRIMARY KEY); ALTER TABLE guarded ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON guarded USING (id = 1);
CREATE TABLE "Open" (id int PRIMARY KEY);
'@
}

AfterAll { $sandbox | Stop-PgSandbox }

Describe 'Test-DatabaseCompliance' {
    It 'writes a finding for each violation, with what repairs it' {
        $finding = Test-DatabaseCompliance $sandbox -Standard Supabase | Where-Object Check -EQ rls_disabled_in_public
        $finding | Should -BeOfType PgMigrate.AssessmentFinding
        $finding.Severity | Should -Be Error
        $finding.Object | Should -Be 'public."Open"'
        $finding.Statement | Should -Be 'ALTER TABLE public."Open" ENABLE ROW LEVEL SECURITY;'
        $finding.Database | Should -Not -Match postgres:
    }

    It 'lists what cannot be seen over SQL, and counts it for nothing' {
        $findings = $sandbox | Test-DatabaseCompliance -Standard Hipaa
        $findings | Where-Object Severity -EQ NotChecked | ForEach-Object Check | Should -Contain business_associate_agreement
        ($findings | Select-Object -Last 1).Severity | Should -Be NotChecked
    }

    It 'fails with -FailOn after all findings are written' {
        $found = Test-DatabaseCompliance $sandbox -Standard Supabase -FailOn Error -ErrorAction SilentlyContinue -ErrorVariable failure
        $found | Should -Not -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ComplianceFailed,*'
        { Test-DatabaseCompliance $sandbox -FailOn Warning -ErrorAction Stop } | Should -Throw '*does not comply*'
    }

    It 'is a condition with -Quiet' {
        Test-DatabaseCompliance $sandbox -Standard Supabase -Quiet | Should -BeExactly $false
        $null = Invoke-Sql $sandbox 'ALTER TABLE "Open" ENABLE ROW LEVEL SECURITY'
        Test-DatabaseCompliance $sandbox -Standard Supabase -Quiet | Should -BeExactly $true
        Test-DatabaseCompliance $sandbox -Standard Supabase -Quiet -FailOn Warning | Should -BeExactly $false
    }

    It 'takes a token as a SecureString or from the environment, and in no other way' {
        { Test-DatabaseCompliance $sandbox -Token sbp_canary } | Should -Throw '*command line*'
        $env:PGMIGRATE_TEST_TOKEN = 'sbp_canary'
        try {
            { Test-DatabaseCompliance $sandbox -Token env:PGMIGRATE_TEST_TOKEN -ErrorAction Stop } | Should -Throw '*does not say which project*'
            $token = ConvertTo-SecureString sbp_canary -AsPlainText
            { Test-DatabaseCompliance $sandbox -Token $token -ProjectRef ('a' * 20) -ApiUrl http://127.0.0.1:1 -ErrorAction Stop } | Should -Throw '*cannot be reached*'
        }
        finally { $env:PGMIGRATE_TEST_TOKEN = $null }
        { Test-DatabaseCompliance $sandbox -Token env:PGMIGRATE_TEST_TOKEN } | Should -Throw '*not set*'
    }

    It 'shows itself within 100 columns' {
        $finding = [PgMigrate.AssessmentFinding]@{ Check = 'a' * 60; Severity = 'Information'; Object = 'b' * 90; What = 'c ' * 90; Remedy = 'd' }
        ($finding | Out-String -Width 100) -split "`n" | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 100 }
    }
}
