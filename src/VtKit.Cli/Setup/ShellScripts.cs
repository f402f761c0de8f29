using System.Globalization;
using System.Text;

namespace VtKit.Cli;

/// <summary>Scripts that teach shells to complete <c>vtk</c>. They hold all commands and options, so that completing starts no program.</summary>
internal static class ShellScripts
{
    /// <summary>For bash 3.2 and later, which have no dictionaries everywhere.</summary>
    public static string Bash(List<CompletionNode> nodes) =>
        PosixFunctions(nodes) +
        """
        _vtk() {
          local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}" at=vtk i next
          for ((i = 1; i < COMP_CWORD; i++)); do
            next="$(_vtk_step "$at" "${COMP_WORDS[i]}")"
            if [ -n "$next" ]; then at="$next"; fi
          done
          if [ "$prev" = --format ]; then COMPREPLY=($(compgen -W "$_vtk_formats" -- "$cur")); return; fi
          case "$cur" in
            -*) COMPREPLY=($(compgen -W "$(_vtk_options "$at") $_vtk_global" -- "$cur")) ;;
            *) COMPREPLY=($(compgen -W "$(_vtk_commands "$at")" -- "$cur")) ;;
          esac
        }
        complete -o default -F _vtk vtk

        """;

    /// <summary>For zsh.</summary>
    public static string Zsh(List<CompletionNode> nodes) =>
        "#compdef vtk\n" + PosixFunctions(nodes) +
        """
        _vtk() {
          local at=vtk i next
          for ((i = 2; i < CURRENT; i++)); do
            next="$(_vtk_step "$at" "${words[i]}")"
            if [ -n "$next" ]; then at="$next"; fi
          done
          if [ "${words[CURRENT-1]}" = --format ]; then compadd -- ${=_vtk_formats}; return; fi
          case "${words[CURRENT]}" in
            -*) compadd -- $(_vtk_options "$at") ${=_vtk_global} ;;
            *) compadd -- $(_vtk_commands "$at"); _files ;;
          esac
        }
        if [ "${funcstack[1]}" = _vtk ]; then _vtk "$@"; else compdef _vtk vtk; fi

        """;

    /// <summary>For fish, which shows descriptions.</summary>
    public static string Fish(List<CompletionNode> nodes)
    {
        var script = new StringBuilder("function __vtk_step\n  switch \"$argv[1] $argv[2]\"\n");
        foreach (var node in nodes.Where(node => node.Parent.Length > 0))
            script.Append(CultureInfo.InvariantCulture, $"    case {string.Join(' ', node.Names.Select(name => $"'{node.Parent} {name}'"))}\n      echo '{node.Path}'\n");
        script.Append(
            """
              end
            end
            function __vtk_at
              set -l at vtk
              for word in (commandline -opc)[2..-1]
                set -l next (__vtk_step $at $word)
                test -n "$next"; and set at $next
              end
              test "$at" = "$argv[1]"
            end

            """);
        foreach (var node in nodes.Where(node => node.Parent.Length > 0))
            script.Append(CultureInfo.InvariantCulture, $"complete -c vtk -n '__vtk_at \"{node.Parent}\"' -a '{string.Join(' ', node.Names)}' -d {FishText(node.Description)}\n");
        foreach (var node in nodes)
            foreach (var (name, description) in node.Options)
                script.Append(CultureInfo.InvariantCulture, $"complete -c vtk -n '__vtk_at \"{node.Path}\"' {FishOption(name)} -d {FishText(description)}\n");
        foreach (var (name, description) in CompletionNode.Global)
            script.Append(CultureInfo.InvariantCulture, $"complete -c vtk {FishOption(name)}{(name == GlobalOptions.Format.Name ? $" -xa '{Formats}'" : "")} -d {FishText(description)}\n");
        return script.ToString();
    }

    /// <summary>For PowerShell 5.1 and later.</summary>
    public static string PowerShell(List<CompletionNode> nodes)
    {
        var script = new StringBuilder("Register-ArgumentCompleter -Native -CommandName vtk -ScriptBlock {\n  param($wordToComplete, $commandAst, $cursorPosition)\n  $steps = @{\n");
        foreach (var node in nodes.Where(node => node.Parent.Length > 0))
            foreach (var name in node.Names)
                script.Append(CultureInfo.InvariantCulture, $"    '{node.Parent} {name}' = '{node.Path}'\n");
        script.Append("  }\n  $commands = @{\n");
        foreach (var (path, words) in Commands(nodes)) script.Append(CultureInfo.InvariantCulture, $"    '{path}' = '{words}'\n");
        script.Append("  }\n  $options = @{\n");
        foreach (var node in nodes.Where(node => node.Options.Count > 0)) script.Append(CultureInfo.InvariantCulture, $"    '{node.Path}' = '{Words(node.Options)}'\n");
        script.Append(CultureInfo.InvariantCulture, $"  }}\n  $global = '{Words(CompletionNode.Global)}'\n  $formats = '{Formats}'\n");
        return script.Append(
            """
              $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
              $at = 'vtk'
              foreach ($word in ($words | Select-Object -Skip 1)) { if ($steps.ContainsKey("$at $word")) { $at = $steps["$at $word"] } }
              if ($words.Count -gt 0 -and $words[-1] -eq '--format') { $candidates = $formats }
              elseif ($wordToComplete.StartsWith('-')) { $candidates = "$($options[$at]) $global" }
              else { $candidates = $commands[$at] }
              $candidates -split ' ' | Where-Object { $_ -and $_.StartsWith($wordToComplete) } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
              }
            }

            """).ToString();
    }

    private static string Formats => string.Join(' ', OutputFormats.Names);

    // What bash and zsh both understand.
    private static string PosixFunctions(List<CompletionNode> nodes)
    {
        var script = new StringBuilder("_vtk_step() {\n  case \"$1 $2\" in\n");
        foreach (var node in nodes.Where(node => node.Parent.Length > 0))
            script.Append(CultureInfo.InvariantCulture, $"    {string.Join('|', node.Names.Select(name => $"'{node.Parent} {name}'"))}) printf '%s\\n' '{node.Path}' ;;\n");
        script.Append("  esac\n}\n_vtk_commands() {\n  case \"$1\" in\n");
        foreach (var (path, words) in Commands(nodes)) script.Append(CultureInfo.InvariantCulture, $"    '{path}') printf '%s\\n' '{words.Replace(" ", "\n", StringComparison.Ordinal)}' ;;\n");
        script.Append("  esac\n}\n_vtk_options() {\n  case \"$1\" in\n");
        // Relationships have the same options, by the dozen.
        foreach (var same in nodes.Where(node => node.Options.Count > 0).GroupBy(node => string.Join('\n', node.Options.Select(option => option.Name)), StringComparer.Ordinal))
            script.Append(CultureInfo.InvariantCulture, $"    {string.Join('|', same.Select(node => $"'{node.Path}'"))}) printf '%s\\n' '{same.Key}' ;;\n");
        script.Append(CultureInfo.InvariantCulture, $"  esac\n}}\n_vtk_global='{Words(CompletionNode.Global)}'\n_vtk_formats='{Formats}'\n");
        return script.ToString();
    }

    private static IEnumerable<(string Path, string Words)> Commands(List<CompletionNode> nodes) =>
        nodes.GroupBy(node => node.Parent, StringComparer.Ordinal).Where(group => group.Key.Length > 0).Select(group => (group.Key, string.Join(' ', group.SelectMany(node => node.Names))));

    private static string Words(IEnumerable<(string Name, string Description)> options) => string.Join(' ', options.Select(option => option.Name));

    private static string FishOption(string name) => name.StartsWith("--", StringComparison.Ordinal) ? "-l " + name[2..] : "-s " + name[1..];

    private static string FishText(string text) => "'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";
}
