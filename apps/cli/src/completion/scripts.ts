export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/**
 * The scripts only carry words to `cao` and candidates back: what there is to complete is told by the command table at the
 * moment of asking, so a script never gets old. They ask the very program that stands on the line.
 */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# Completion of cao for bash: source <(cao completion bash)
_cao() {
  local line found cur="\${COMP_WORDS[COMP_CWORD]}"
  [ "$cur" = "=" ] && cur=""
  COMPREPLY=()
  while IFS= read -r line; do
    case "$line" in
      :files | :directories)
        compopt -o filenames 2>/dev/null
        local kind=-f
        [ "$line" = ":directories" ] && kind=-d
        while IFS= read -r found; do COMPREPLY+=("$found"); done < <(compgen "$kind" -- "$cur")
        ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <("\${COMP_WORDS[0]}" __complete bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _cao cao
`,
  zsh: `#compdef cao
# Completion of cao for zsh: source <(cao completion zsh), or put it as _cao into a folder of $fpath
_cao() {
  local line value
  local -a found
  for line in "\${(@f)$("$words[1]" __complete zsh -- "\${(@)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)}"; do
    case "$line" in
      :files) _files ;;
      :directories) _files -/ ;;
      ?*)
        value="\${line%%$'\\t'*}"
        found+=("\${value//:/\\\\:}:\${line#*$'\\t'}")
        ;;
    esac
  done
  (( $#found )) && _describe -V cao found
}
if [ "$funcstack[1]" = "_cao" ]; then
  _cao "$@"
else
  compdef _cao cao
fi
`,
  fish: `# Completion of cao for fish: cao completion fish | source
function __cao_complete
    set -l words (commandline -opc)
    set -l program $words[1]
    set -e words[1]
    set -l current (commandline -ct)
    for line in ($program __complete fish -- $words "$current" 2>/dev/null)
        switch $line
            case ':files'
                __fish_complete_path "$current"
            case ':directories'
                __fish_complete_directories "$current"
            case '*'
                echo $line
        end
    end
end
complete -c cao -f -a '(__cao_complete)'
`,
};
