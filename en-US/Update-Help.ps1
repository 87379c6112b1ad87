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
# The assembly alone: beside the manifest stands the help of the last build, which PlatyPS would mix in.
Import-Module "$PSScriptRoot/../out/PgMigrate/bin/PgMigrate.dll"

# PlatyPS 1.0 leaves an example's code among its words, marks blank lines with U+0080 and links to the markdown files.
function Edit-Maml([xml] $Document) {
    foreach ($para in @($Document.GetElementsByTagName('maml:para'))) {
        if ($para.InnerText -eq [string][char]0x80) { $null = $para.ParentNode.RemoveChild($para) }
    }

    foreach ($example in @($Document.GetElementsByTagName('command:example'))) {
        $words = @($example['maml:introduction'].ChildNodes)
        $code = @($words.InnerText -match '^```').ForEach({ $_ -replace '^```\w*\n|\n```$' }) -join "`n`n"
        $example['dev:code'].InnerText = $code
        foreach ($para in $words) {
            $null = $example['maml:introduction'].RemoveChild($para)
            if ($para.InnerText -notmatch '^```') { $null = $example['dev:remarks'].AppendChild($para) }
        }
    }

    foreach ($para in @($Document.GetElementsByTagName('maml:para'))) { $para.InnerText = $para.InnerText -replace '`' }
    foreach ($link in @($Document.GetElementsByTagName('maml:navigationLink'))) {
        if ($link['maml:linkText'].InnerText -eq 'Online Version') { $null = $link.ParentNode.RemoveChild($link) }
        elseif ($link['maml:uri'].InnerText -like '*.md') { $link['maml:uri'].InnerText = '' }
    }
}

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
    $document = [xml]::new()
    $document.Load($made.FullName)
    Edit-Maml $document
    $settings = [System.Xml.XmlWriterSettings]@{ Indent = $true; NewLineChars = "`n"; Encoding = [System.Text.UTF8Encoding]::new($false) }
    $writer = [System.Xml.XmlWriter]::Create($MamlPath, $settings)
    try { $document.Save($writer) } finally { $writer.Dispose() }
    Add-Content $MamlPath "`n" -NoNewline
}
finally {
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
}

Get-Item $MamlPath
