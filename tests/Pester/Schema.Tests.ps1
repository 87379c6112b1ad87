BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $sandbox = Start-PgSandbox
    $null = Invoke-Sql $sandbox 'CREATE DATABASE source'
    $null = Invoke-Sql $sandbox 'CREATE DATABASE destination'
    function Get-Url([string] $Database) { ($sandbox | ConvertTo-DatabaseUrl -AsPlainText) -replace '/[^/?]+(?=\?|$)', "/$Database" }
    $source, $destination = (Get-Url source), (Get-Url destination)
    $shop = @'
CREATE SCHEMA shop;
CREATE TABLE shop.users (id bigint GENERATED ALWAYS AS IDENTITY, email varchar(100) NOT NULL);
CREATE FUNCTION shop.total(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
COMMENT ON TABLE shop.users IS 'who';
'@
    $null = Invoke-Sql $source $shop
    $null = Invoke-Sql $destination $shop
}

AfterAll { $sandbox | Stop-PgSandbox }

Describe 'Compare-PgSchema' {
    It 'writes nothing where the schemas are the same, and $true with -Quiet' {
        Compare-PgSchema $source $destination | Should -BeNullOrEmpty
        Compare-PgSchema $source $destination -Quiet | Should -BeTrue
    }

    Context 'where they differ' {
        BeforeAll {
            $null = Invoke-Sql $destination @'
ALTER TABLE shop.users ALTER email TYPE text;
COMMENT ON TABLE shop.users IS 'whom';
GRANT SELECT ON shop.users TO PUBLIC;
DROP FUNCTION shop.total;
CREATE TYPE shop.mood AS ENUM ('ok');
'@
        }

        It 'names the property of each object that differs, and what only one side has' {
            $differences = Compare-PgSchema -Left $source -Right $destination
            $differences | Should -BeOfType PgMigrate.SchemaDifference
            $differences | ForEach-Object ToString | Should -Be @(
                'Enum shop.mood: only in the destination'
                'Function shop.total(integer): only in the source'
                'Table shop.users: Columns[email].Type: character varying(100) -> text'
                'Table shop.users: Comment: who -> whom'
                'Table shop.users: Privileges[PUBLIC]: (none) -> SELECT'
            ) -Because 'that is all that was changed'
            $differences.Where({ $_.Property -eq 'Comment' }).Left | Should -Be 'who'
        }

        It 'is a condition with -Quiet' {
            Compare-PgSchema $source $destination -Quiet | Should -BeExactly $false
            Compare-PgSchema $source $destination -Quiet -ExcludeSchema sho* | Should -BeTrue
        }

        It 'chooses by wildcards, and leaves out what does not matter' {
            Compare-PgSchema $source $destination -Table shop.us* -NoPrivileges -NoComments | ForEach-Object Property | Should -Be 'Columns[email].Type'
            Compare-PgSchema $source $destination -Schema shop -ExcludeTable users | ForEach-Object Kind | Should -Be 'Enum', 'Function'
        }

        It 'warns of a pattern that matches nothing, and refuses to compare nothing' {
            $null = Compare-PgSchema $source $destination -Table users, mistyped -WarningVariable warnings -WarningAction SilentlyContinue
            "$warnings" | Should -BeLike "*mistyped*"
            { Compare-PgSchema $source $destination -Table mistyped -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'SchemaObjectNotFound*'
        }

        It 'shows which side has what' {
            $shown = Compare-PgSchema $source $destination | Out-String -Width 140
            $shown | Should -Match '(?m)^Kind\s+Object\s+Property\s+Source\s+Destination\s+Reason\s*$'
            $shown | Should -Match '(?m)^Enum\s+shop\.mood\s+MISSING\s+present\s*$'
            $shown | Should -Match '(?m)^Table\s+shop\.users\s+Comment\s+who\s+whom\s*$'
        }

        It 'survives ConvertTo-Json' {
            $difference = Compare-PgSchema $source $destination -Table users | Select-Object -First 1 | ConvertTo-Json | ConvertFrom-Json
            $difference.Property | Should -Be 'Columns[email].Type'
            $difference.Right | Should -Be 'text'
        }
    }

    It 'refuses a SQLite file' {
        $file = Join-Path $TestDrive 'shop.db'
        $null = Invoke-SqliteSql $file 'CREATE TABLE t (a)'
        { Compare-PgSchema $file $destination } | Should -Throw -ErrorId 'PostgresRequired*'
    }
}
