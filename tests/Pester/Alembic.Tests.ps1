BeforeDiscovery { $missing = -not (Get-Command alembic -CommandType Application -ErrorAction Ignore) }

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $sandbox = Start-PgSandbox
    $null = Invoke-Sql $sandbox 'CREATE DATABASE other'
    $other = ($sandbox | ConvertTo-DatabaseUrl -AsPlainText) -replace '/[^/?]+(?=\?|$)', '/other'
    $project = (New-Item -ItemType Directory "$TestDrive/project").FullName
    $null = New-Item -ItemType Directory "$project/alembic/versions"
    Set-Content "$project/alembic.ini" "[alembic]`nscript_location = alembic"
    Set-Content "$project/alembic/env.py" @'
import os
from alembic import context
from sqlalchemy import create_engine
with create_engine(os.environ["DATABASE_URL"]).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
'@
    Set-Content "$project/alembic/versions/aaa1.py" @'
from alembic import op
revision = "aaa1"
down_revision = None
def upgrade():
    op.execute("CREATE TABLE users (id int)")
'@
}

AfterAll { $sandbox | Stop-PgSandbox }

Describe 'Invoke-AlembicMigration' -Skip:$missing {
    It 'runs nothing with -WhatIf' {
        Invoke-AlembicMigration $sandbox $project -WhatIf | Should -BeNullOrEmpty
        Invoke-Sql $sandbox "SELECT to_regclass('users')::text" | Should -BeOfType DBNull
    }

    It 'upgrades, seen from the current location, and tells where both ends are' {
        Push-Location $project
        try { $result = Invoke-AlembicMigration $sandbox -Source $other -WarningVariable warnings -WarningAction SilentlyContinue }
        finally { Pop-Location }
        $result | Should -BeOfType PgMigrate.AlembicMigrationResult
        $result.Revisions | Should -Be aaa1
        $result.IsAtHead | Should -BeTrue
        $result.IsMatch | Should -BeFalse
        $warnings | Should -BeLike 'The source is at no revision*'
        Invoke-Sql $sandbox "SELECT to_regclass('users')::text" | Should -Be users
        $result | Out-String | Should -Match '(?s)Revisions *: aaa1.*IsAtHead *: True.*Source *:  \(differs\)'
    }

    It 'streams what Alembic says to verbose' {
        $said = Invoke-AlembicMigration $other $project -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        $said.Message | Should -Contain 'alembic: aaa1 (head)'
    }

    It 'says what is missing' {
        { Invoke-AlembicMigration $sandbox $TestDrive } | Should -Throw -ErrorId 'AlembicConfigMissing,*'
        { Invoke-AlembicMigration $sandbox $project -AlembicPath "$TestDrive/none" } | Should -Throw -ErrorId 'AlembicMissing,*'
    }
}
