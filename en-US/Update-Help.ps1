#requires -Version 7.4
#requires -Modules @{ ModuleName = 'Microsoft.PowerShell.PlatyPS'; ModuleVersion = '1.0.0' }
<#
.SYNOPSIS
    Brings the markdown of every cmdlet up to its parameters and makes the module's help file of it.
.PARAMETER MamlPath
    The help file to write.
.PARAMETER KeepMarkdown
    Leaves the markdown as it is and only makes the help file.
#>
[CmdletBinding()]
param(
    [string] $MamlPath = "$PSScriptRoot/PgMigrate.dll-Help.xml",
    [switch] $KeepMarkdown
)

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../out/PgMigrate/PgMigrate.psd1"

if (-not $KeepMarkdown) {
    foreach ($command in Get-Command -Module PgMigrate) {
        $markdown = "$PSScriptRoot/$($command.Name).md"
        if (Test-Path $markdown) {
            $null = Update-MarkdownCommandHelp -Path $markdown -NoBackup
        }
        else {
            $new = New-MarkdownCommandHelp -CommandInfo $command -OutputFolder ([IO.Path]::GetTempPath()) -Force
            Move-Item $new $markdown
        }

        # The date of the last run says nothing, and would make every run a change.
        $text = (Get-Content $markdown -Raw) -replace '(?m)^ms\.date:.*\r?\n', '' -replace '[ \t]+(?=\r?\n)', ''
        Set-Content $markdown ($text.TrimEnd() + "`n") -NoNewline
    }
}

$folder = Join-Path ([IO.Path]::GetTempPath()) "pgmigrate-help-$PID"
try {
    $help = Get-ChildItem "$PSScriptRoot/*-*.md" | Sort-Object Name | ForEach-Object { Import-MarkdownCommandHelp $_.FullName }
    $made = $help | Export-MamlCommandHelp -OutputFolder $folder -Force
    $text = (Get-Content $made.FullName -Raw) -replace "`r`n", "`n"
    Set-Content $MamlPath ($text.TrimEnd() + "`n") -NoNewline
}
finally {
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
}

Get-Item $MamlPath
