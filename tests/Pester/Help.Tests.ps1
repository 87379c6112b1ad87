# Help: complete, true to the cmdlets, and as fresh as its markdown.

BeforeDiscovery {
    $names = (Import-PowerShellDataFile "$PSScriptRoot/../../out/PgMigrate/PgMigrate.psd1").CmdletsToExport
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $sources = (Resolve-Path "$PSScriptRoot/../../en-US").Path
    $common = [System.Management.Automation.Cmdlet]::CommonParameters

    # The parameters that the markdown describes, with what its metadata says of each.
    function Read-Parameter([string] $Markdown) {
        [regex]::Matches($Markdown, '(?ms)^### -(\w+)\s*\n(.*?)^```yaml\n(.*?)^```') | ForEach-Object {
            $metadata = $_.Groups[3].Value
            [pscustomobject]@{
                Name = $_.Groups[1].Value
                Description = $_.Groups[2].Value.Trim()
                Type = [regex]::Match($metadata, '(?m)^Type: (.+)$').Groups[1].Value.Trim()
                IsRequired = $metadata -match '(?m)^\s+IsRequired: true'
                FromPipeline = $metadata -match '(?m)^\s+ValueFromPipeline: true'
                Wildcards = $metadata -match '(?m)^SupportsWildcards: true'
                Aliases = [regex]::Match($metadata, '(?m)^Aliases:[^\n]*\n((?:- .*\n)*)').Groups[1].Value -split "`n" -replace '^- ' | Where-Object { $_ }
            }
        }
    }
}

Describe 'The help of <_>' -ForEach $names {
    BeforeAll {
        $command = Get-Command $_
        $markdown = (Get-Content "$sources/$_.md" -Raw) -replace "`r`n", "`n"
        $described = Read-Parameter $markdown
    }

    It 'has a synopsis, a description and an example' {
        $help = Get-Help $command.Name -Full
        $help.Synopsis | Should -Not -Match '^\s*$|\{\{|\[-'
        ($help.Description | Out-String).Trim() | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterThan 0
        $markdown | Should -Not -Match '\{\{'
    }

    It 'describes exactly the parameters that there are' {
        $described.Name | Should -Be ($command.Parameters.Keys | Where-Object { $_ -notin $common } | Sort-Object)
        $described | Where-Object { -not $_.Description } | Should -BeNullOrEmpty
    }

    It 'has its parameters right' {
        foreach ($parameter in $described) {
            $actual = $command.Parameters[$parameter.Name]
            $set = @($actual.ParameterSets.Values)[0]
            # A nullable type is compared by what it holds: PlatyPS names it without its assembly.
            $type = [Nullable]::GetUnderlyingType($actual.ParameterType) ?? $actual.ParameterType
            $parameter.Type -replace '^System\.Nullable`1\[(.+)\]$', '$1' | Should -Be $type.FullName -Because $parameter.Name
            $parameter.IsRequired | Should -Be $set.IsMandatory -Because $parameter.Name
            $parameter.FromPipeline | Should -Be $set.ValueFromPipeline -Because $parameter.Name
            $parameter.Aliases | Should -Be $actual.Aliases -Because $parameter.Name
            $parameter.Wildcards | Should -Be ([bool]($actual.Attributes | Where-Object TypeId -EQ ([System.Management.Automation.SupportsWildcardsAttribute]))) -Because $parameter.Name
        }
    }

    It 'begins with an example that runs' {
        $example = [regex]::Match($markdown, '(?s)```powershell\n(.*?)```').Groups[1].Value
        $example | Should -Not -BeNullOrEmpty
        if ($example -match '(?m)^alembic ' -and -not (Get-Command alembic -CommandType Application -ErrorAction Ignore)) {
            Set-ItResult -Skipped -Because 'alembic is not installed'
            return
        }

        $ErrorActionPreference = 'Stop'
        Push-Location $TestDrive
        try { { & ([scriptblock]::Create($example)) } | Should -Not -Throw }
        finally { Pop-Location }
    }
}

Describe 'The help file' {
    It 'is what the markdown makes' {
        if (-not (Get-Module -ListAvailable Microsoft.PowerShell.PlatyPS | Where-Object Version -ge '1.0')) {
            Set-ItResult -Skipped -Because 'Microsoft.PowerShell.PlatyPS 1.0 or later is not installed'
            return
        }

        $made = Join-Path $TestDrive 'made.xml'
        $null = pwsh -NoProfile -NonInteractive -File "$sources/Update-Help.ps1" -KeepMarkdown -MamlPath $made
        Get-Content $made -Raw | Should -Be (Get-Content "$sources/PgMigrate.dll-Help.xml" -Raw)
    }

    It 'is the one that ships' {
        Get-Content "$moduleRoot/en-US/PgMigrate.dll-Help.xml" -Raw | Should -Be (Get-Content "$sources/PgMigrate.dll-Help.xml" -Raw)
    }

    It 'comes with a topic about the module that names every cmdlet' {
        $topic = Get-Content "$moduleRoot/en-US/about_PgMigrate.help.txt" -Raw
        foreach ($name in (Get-Module PgMigrate).ExportedCmdlets.Keys) { $topic | Should -Match "(?m)^    $name$" }
    }

    It 'names in its topics only what there is' {
        $topics = Get-ChildItem "$moduleRoot/en-US" -Filter 'about_*.help.txt'
        $topics.Name | Should -Contain 'about_PgMigrate_Supabase.help.txt'
        $known = @((Get-Module PgMigrate).ExportedCmdlets.Keys) + @($topics.Name -replace '\.help\.txt$')
        foreach ($topic in $topics) {
            $text = Get-Content $topic -Raw
            $text | Should -Match "(?m)^    $($topic.Name -replace '\.help\.txt$')$"
            foreach ($name in ($text -split '(?m)^SEE ALSO\r?$')[1].Trim() -split '\s+') { $known | Should -Contain $name }
            ($text -split '\r?\n' | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
        }
    }
}
