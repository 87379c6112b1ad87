# Import, isolation and manifest of the module as it ships.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    # What of the module and its dependencies stands in PowerShell's own load context.
    $inDefault = "([System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies | ForEach-Object { `$_.GetName().Name } | Where-Object { `$_ -match 'PgMigrate|Npgsql|Sqlite|SQLitePCL|Polly' } | Sort-Object) -join ' '"
    # Nothing listens on port 1, and the driver is asked all the same.
    $useNpgsql = "`$null = Test-DatabaseConnection 'postgresql://app@127.0.0.1:1/shop' -RetryCount 0 -Quiet"
}

Describe 'The manifest' {
    It 'is valid' {
        (Test-ModuleManifest $manifest).Name | Should -Be 'PgMigrate'
    }

    It 'exports what the module has' {
        $module = Get-Module PgMigrate
        $module.ModuleType | Should -Be 'Binary'
        $module.ExportedCmdlets.Keys | Sort-Object | Should -Be ((Import-PowerShellDataFile $manifest).CmdletsToExport | Sort-Object)
    }

    It 'uses approved verbs only' {
        (Get-Command -Module PgMigrate).Verb | Where-Object { $_ -notin (Get-Verb).Verb } | Should -BeNullOrEmpty
    }
}

Describe 'Import' {
    It 'loads no engine' {
        Invoke-Fresh "Import-Module '$manifest'; [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { `$_.GetName().Name } | Where-Object { `$_ -in 'PgMigrate.Engine', 'Npgsql' }" |
            Should -BeNullOrEmpty
    }

    It 'puts two assemblies at most into PowerShells context, even when the engine is at work' {
        Invoke-Fresh "Import-Module '$manifest'; $useNpgsql; $inDefault" | Should -Be 'PgMigrate PgMigrate.Abstractions'
    }

    It 'makes the types that scripts need known' {
        Invoke-Fresh "Import-Module '$manifest'; `$null = Get-Command Start-PgSandbox; [PgMigrate.CopyMode]::Upsert; [PgMigrate.MigrationTable].Name" |
            Should -Be 'Upsert', 'MigrationTable'
    }

    It 'can be forced, and repeated after a removal' {
        Invoke-Fresh "Import-Module '$manifest'; $useNpgsql; Import-Module '$manifest' -Force; $useNpgsql; Remove-Module PgMigrate; Import-Module '$manifest'; $useNpgsql; 'well'" |
            Should -Be 'well'
    }

    It 'can be forced before the engine was first used' {
        Invoke-Fresh "Import-Module '$manifest'; Import-Module '$manifest' -Force; Remove-Module PgMigrate; Import-Module '$manifest'; $useNpgsql; 'well'" | Should -Be 'well'
    }

    It 'works in several runspaces at once' {
        $script = "1..4 | ForEach-Object -Parallel { Import-Module '$manifest'; (ConvertTo-DatabaseUrl 'Host=localhost;Database=shop' -Dialect Jdbc).Url } -ThrottleLimit 4 | Sort-Object -Unique"
        Invoke-Fresh $script | Should -BeLike 'jdbc:postgresql://localhost*'
    }

    It 'keeps the engine for a runspace when another one has removed the module' {
        Invoke-Fresh @"
            Import-Module '$manifest'
            1 | ForEach-Object -Parallel { Import-Module '$manifest'; Remove-Module PgMigrate }
            $useNpgsql; 'well'
"@ | Should -Be 'well'
    }

    It 'reads SQLite through the native library that comes with it' {
        $file = Join-Path $TestDrive 'shop.db'
        Invoke-SqliteSql $file 'CREATE TABLE orders (id INTEGER PRIMARY KEY); INSERT INTO orders VALUES (1)'
        Invoke-Fresh "Import-Module '$manifest'; (Test-DatabaseConnection '$file').Kind" | Should -Be 'Sqlite'
    }
}

Describe 'Another Npgsql, loaded first' {
    BeforeAll {
        $foreign = Join-Path $TestDrive 'foreign'
        $null = New-Item $foreign -ItemType Directory
        Set-Content "$foreign/Foreign.csproj" @'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net8.0</TargetFramework>
    <CopyLocalLockFileAssemblies>true</CopyLocalLockFileAssemblies>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="Npgsql" Version="9.0.3" /></ItemGroup>
</Project>
'@
        $log = dotnet build "$foreign/Foreign.csproj" -o "$foreign/out" -nodeReuse:false -verbosity:quiet 2>&1
        $npgsql = "$foreign/out/Npgsql.dll"
    }

    It 'stays in PowerShells context, and ours in its own' {
        if (-not (Test-Path $npgsql)) { Set-ItResult -Skipped -Because "Npgsql 9.0.3 could not be restored: $($log | Select-Object -Last 1)" }
        $seen = Invoke-Fresh @"
            Add-Type -Path '$npgsql'
            Import-Module '$manifest'
            $useNpgsql
            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq 'Npgsql' } | ForEach-Object {
                '{0} {1}' -f [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name, `$_.GetName().Version.Major
            }
"@
        $seen | Sort-Object | Should -Be 'Default 9', 'PgMigrate 10'
    }
}
