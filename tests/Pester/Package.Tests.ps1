# The two packages: each holds the whole module, and nothing else.

BeforeDiscovery {
    $packages = @{ Name = 'PgMigrate.zip'; Folder = 'PgMigrate' }, @{ Name = 'PgMigrate.*.nupkg'; Folder = '.' }
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $output = Join-Path $TestDrive 'packages'
    # What is tested is packed: the module in out/PgMigrate, as it is.
    $log = pwsh -NoProfile -NonInteractive -File "$PSScriptRoot/../../build.ps1" -Task Package -NoBuild -OutputPath $output 2>&1 | Out-String
    $made = $LASTEXITCODE -eq 0
    $shipped = Get-ChildItem $moduleRoot -Recurse -File -Name | ForEach-Object { $_ -replace '\\', '/' } | Sort-Object

    function Expand-Package([string] $Name) {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        [IO.Compression.ZipFile]::ExtractToDirectory((Resolve-Path "$output/$Name").Path, $folder)
        $folder
    }

    # Imports the module of a folder in a fresh PowerShell, and says where it came from, what it is and what its help lacks.
    function Read-Import([string] $Folder) {
        Invoke-Fresh @"
            Import-Module '$Folder/PgMigrate.psd1'
            `$module = Get-Module PgMigrate
            `$module.ModuleBase
            "`$(`$module.Version) `$(`$module.ExportedCmdlets.Count)"
            (ConvertTo-DatabaseUrl 'postgresql://localhost/shop' -Dialect Jdbc).Url
            `$module.ExportedCmdlets.Keys | Where-Object { (Get-Help `$_).Synopsis -match '^\s*(`$|' + `$_ + ' \[)' }
"@
    }

    $expected = '{0} {1}' -f (Get-Module PgMigrate).Version, (Get-Module PgMigrate).ExportedCmdlets.Count
}

Describe 'The package <Name>' -ForEach $packages {
    BeforeAll {
        $made | Should -BeTrue -Because $log
        $unpacked = Expand-Package $Name
        $folder = (Resolve-Path "$unpacked/$Folder").Path
    }

    It 'holds the module as it was built, and less than 100 MB' {
        $files = Get-ChildItem $folder -Recurse -File -Name -Force | ForEach-Object { $_ -replace '\\', '/' } | Sort-Object
        # What makes a nupkg of a zip.
        $files | Where-Object { $_ -notmatch '^(\[Content_Types\]\.xml|_rels/|package/|PgMigrate\.nuspec$)' } | Should -Be $shipped
        foreach ($file in $shipped) { (Get-FileHash -LiteralPath "$folder/$file").Hash | Should -Be (Get-FileHash -LiteralPath "$moduleRoot/$file").Hash -Because $file }
        $files | Should -Not -Match 'System\.Management\.Automation\.dll'
        (Get-ChildItem $folder -Recurse -File | Measure-Object Length -Sum).Sum | Should -BeLessThan 100MB
    }

    It 'is imported in a fresh PowerShell, with help for every cmdlet' {
        $said = Read-Import $folder
        (Resolve-Path $said[0]).Path | Should -Be $folder
        $said[1] | Should -Be $expected
        $said[2] | Should -BeLike 'jdbc:postgresql://localhost*'
        $said | Select-Object -Skip 3 | Should -BeNullOrEmpty
    }
}

Describe 'The package''s description' {
    It 'says of the module what its manifest says' {
        $made | Should -BeTrue -Because $log
        $metadata = ([xml](Get-Content "$(Expand-Package 'PgMigrate.*.nupkg')/PgMigrate.nuspec" -Raw)).package.metadata
        $manifestData = Import-PowerShellDataFile $manifest
        $metadata.id, $metadata.version, $metadata.authors, $metadata.copyright, $metadata.description |
            Should -Be 'PgMigrate', $manifestData.ModuleVersion, $manifestData.Author, $manifestData.Copyright, $manifestData.Description
        $metadata.dependencies | Should -BeNullOrEmpty
        $tags = $metadata.tags -split ' '
        $tags | Sort-Object | Should -Be (@(
            'PSModule', 'PSIncludes_Cmdlet'
            $manifestData.PrivateData.PSData.Tags
            $manifestData.CmdletsToExport | ForEach-Object { "PSCmdlet_$_", "PSCommand_$_" }) | Sort-Object)
        (Get-Item "$output/*.nupkg").Name | Should -Be "PgMigrate.$($manifestData.ModuleVersion).nupkg"
    }
}

Describe 'A repository in a folder' {
    BeforeAll {
        $hasResourceGet = [bool](Get-Module -ListAvailable Microsoft.PowerShell.PSResourceGet)
        # A profile of its own, where the platform lets one say so; what is registered is unregistered all the same.
        $profileFolder = (New-Item (Join-Path $TestDrive 'profile') -ItemType Directory).FullName
        $before = @{ HOME = $env:HOME; XDG_DATA_HOME = $env:XDG_DATA_HOME }
        if (-not $IsWindows) {
            $env:HOME = $profileFolder
            # A folder that is not there is none to .NET, and the list of repositories would be written into the current one.
            $env:XDG_DATA_HOME = (New-Item "$profileFolder/share" -ItemType Directory).FullName
        }

        $null = New-Item "$TestDrive/ready", "$TestDrive/published", "$TestDrive/saved" -ItemType Directory
        $name = "PgMigrate$PID"
    }

    AfterAll { foreach ($key in $before.Keys) { [Environment]::SetEnvironmentVariable($key, $before[$key]) } }

    It 'serves the package to PSResourceGet' {
        if (-not $hasResourceGet) { Set-ItResult -Skipped -Because 'Microsoft.PowerShell.PSResourceGet is not installed'; return }
        $made | Should -BeTrue -Because $log
        Copy-Item "$output/*.nupkg" "$TestDrive/ready"
        $found = Invoke-Fresh @"
            `$ErrorActionPreference = 'Stop'; `$ProgressPreference = 'SilentlyContinue'
            Register-PSResourceRepository $name -Uri '$TestDrive/ready' -Trusted
            try {
                `$found = Find-PSResource PgMigrate -Repository $name
                "`$(`$found.Version) `$(`$found.Type)"
                Save-PSResource PgMigrate -Repository $name -Path '$TestDrive/saved'
            }
            finally { Unregister-PSResourceRepository $name }
"@
        $found | Should -Be "$((Get-Module PgMigrate).Version) Module"
        (Read-Import "$TestDrive/saved/PgMigrate/$((Get-Module PgMigrate).Version)")[1] | Should -Be $expected
    }

    It 'takes the module that PSResourceGet publishes' {
        if (-not $hasResourceGet) { Set-ItResult -Skipped -Because 'Microsoft.PowerShell.PSResourceGet is not installed'; return }
        $null = Invoke-Fresh @"
            `$ErrorActionPreference = 'Stop'; `$ProgressPreference = 'SilentlyContinue'
            Register-PSResourceRepository $name -Uri '$TestDrive/published' -Trusted
            try { Publish-PSResource -Path '$moduleRoot' -Repository $name }
            finally { Unregister-PSResourceRepository $name }
"@
        "$TestDrive/published/PgMigrate.$((Get-Module PgMigrate).Version).nupkg" | Should -Exist
    }
}
