using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PluginFramework.Core.Configuration;
using PluginFramework.Loader.Feeds.Layout;
using PluginFramework.Loader.Locking;

namespace PluginFramework.Core.Generations;

/// <summary>
/// The generations on the disk. A generation is written in a staging folder and renamed whole; replacing <c>generations/current</c> is the
/// switch. Changes are for one caller at a time, who holds the run directory; <see cref="Current"/> and <see cref="All"/> are for any thread.
/// </summary>
internal sealed class GenerationStore
{
    private const int MostKept = 10;
    private const string LockName = "plugins.lock.json";

    private readonly string _root;
    private readonly string? _configurationFile;
    private readonly GenerationFiles _files;
    private volatile ImmutableSortedDictionary<int, Generation> _all = ImmutableSortedDictionary<int, Generation>.Empty;
    private volatile Generation _current;
    private bool _isEmpty;

    private GenerationStore(string runDirectory, string? configurationFile, GenerationFiles files)
    {
        _configurationFile = configurationFile;
        _root = Path.Combine(runDirectory, "generations");
        _files = files;
        Staging = new(Path.Combine(runDirectory, "staging"), files);
        Installed = new(Path.Combine(runDirectory, "installed"), Staging, files);
        _current = new(0, PluginLockFile.Empty, "As it was found") { State = GenerationState.Good, Configuration = ReadConfiguration() };
    }

    public StagingFolder Staging { get; }

    public InstalledFolders Installed { get; }

    /// <summary>The configuration comes from a file.</summary>
    public bool HasConfigurationFile => _configurationFile is not null;

    /// <summary>The one in force.</summary>
    public Generation Current => _current;

    /// <summary>Those kept, by number.</summary>
    public ImmutableSortedDictionary<int, Generation> All => _all;

    private string CurrentPath => Path.Combine(_root, CurrentFile.Name);

    /// <summary>Reads what is there, and finishes or takes back what a process that is no more was doing.</summary>
    /// <param name="runDirectory">The run directory; held by this process.</param>
    /// <param name="configurationFile">The configuration file; <see langword="null"/> where the configuration comes from none.</param>
    /// <param name="files">How to write.</param>
    /// <exception cref="InvalidDataException">A file is damaged; the message names it and says what to do.</exception>
    /// <exception cref="IOException">It cannot be read, or finished.</exception>
    public static GenerationStore Open(string runDirectory, string? configurationFile, GenerationFiles? files = null)
    {
        var store = new GenerationStore(runDirectory, configurationFile, files ?? new());
        store.Recover();
        return store;
    }

    /// <summary>Writes the next generation; it is not in force yet.</summary>
    public Generation Add(Generation draft)
    {
        EnsureFirst();
        var generation = draft with { Number = _all.Keys.Last() + 1, Previous = _current.Number };
        Stage(generation);
        return generation;
    }

    /// <summary>What the configuration file holds now; nothing where there is none.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public byte[] ReadConfiguration() => _configurationFile is null ? []
        : ConfigurationFile.TryReadText(_configurationFile) ?? throw new IOException($"The configuration file {_configurationFile} cannot be read.");

    /// <summary>Makes a generation the one in force, with its configuration.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Switch(Generation target)
    {
        var isSame = _configurationFile is null || target.HasSameConfiguration(_current);
        var file = new CurrentFile(CurrentFile.CurrentFormat, target.Number, isSame ? null : _current.Number, isSame ? null : Path.GetFullPath(_configurationFile!));
        WriteCurrent(file);
        Finish(file);
        _current = _all[target.Number];
    }

    /// <summary>Writes down how a generation stands.</summary>
    public void Mark(Generation generation)
    {
        if (generation.Number == 0 && _isEmpty) return;
        _files.Write(Path.Combine(FolderOf(generation.Number), GenerationFile.Name), GenerationFile.Write(generation));
        _all = _all.SetItem(generation.Number, generation);
        if (_current.Number == generation.Number) _current = generation;
    }

    /// <summary>Marks the one in force as rolled back, and makes the one before it the one in force again.</summary>
    public void RollBack(Generation failed)
    {
        Mark(failed);
        Switch(BeforeFailed(failed));
    }

    /// <summary>After a failure to write: makes the one before the one in force again, where it is not.</summary>
    /// <exception cref="IOException">That cannot be written either; the next <see cref="Open"/> finishes what was begun.</exception>
    public void TakeBack(Generation before)
    {
        if (_isEmpty) return;
        var file = GenerationJson.Read(CurrentPath, GenerationJson.Default.CurrentFile, Remedy);
        if (file.Number != before.Number)
        {
            // The configuration file may have been replaced, or not.
            file = file with { Number = before.Number, From = file.Number, ConfigurationFile = file.ConfigurationFile ?? _configurationFile };
            WriteCurrent(file);
            Finish(file);
        }

        _current = before;
        foreach (var orphan in _all.Keys.Where(number => number > before.Number && _all[number].State != GenerationState.RolledBack).ToList()) Drop(orphan);
    }

    private void Recover()
    {
        Staging.Clear();
        if (_configurationFile is not null) DurableFiles.DeleteParts(_configurationFile);
        if (!Directory.Exists(_root))
        {
            _isEmpty = true;
            return;
        }

        DurableFiles.DeleteParts(CurrentPath);
        var numbers = Directory.EnumerateDirectories(_root).Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .Where(number => number >= 0).Order().ToList();
        if (!File.Exists(CurrentPath))
        {
            // Killed while the first of all was being written; otherwise somebody has deleted it.
            if (numbers.Exists(number => number > 0)) throw Damaged("it is missing");
            foreach (var number in numbers) Staging.Discard(FolderOf(number));
            _isEmpty = true;
            return;
        }

        _isEmpty = false;
        var file = GenerationJson.Read(CurrentPath, GenerationJson.Default.CurrentFile, Remedy);
        if (file.Format != CurrentFile.CurrentFormat) throw Damaged($"it has the format {file.Format}, and this program knows {CurrentFile.CurrentFormat}");
        _all = numbers.Select(Read).ToImmutableSortedDictionary(generation => generation.Number, generation => generation);
        if (!_all.TryGetValue(file.Number, out var current)) throw Damaged($"there is no generation {file.Number}");
        // Written, and never switched to.
        foreach (var orphan in _all.Values.Where(generation => generation.Number > current.Number && generation.State != GenerationState.RolledBack).ToList())
        {
            Drop(orphan.Number);
        }

        _current = current;
        Finish(file);
        if (current.State == GenerationState.RolledBack) Switch(BeforeFailed(current));
    }

    /// <summary>Keeps the latest generations and those that may be gone back to, and the folders of their plugins.</summary>
    public void CollectGarbage()
    {
        var kept = _all.Keys.Reverse().Take(MostKept).ToHashSet();
        for (var generation = _current; kept.Add(generation.Number) || generation.State != GenerationState.Good;)
        {
            if (generation.Previous is not { } previous || !_all.TryGetValue(previous, out var next)) break;
            generation = next;
        }

        if (_current.Previous is { } before) kept.Add(before);
        foreach (var number in _all.Keys.Where(number => !kept.Contains(number)).ToList())
        {
            Drop(number);
        }

        Installed.CollectGarbage(_all.Values);
    }

    private void Drop(int number)
    {
        Staging.Discard(FolderOf(number));
        _all = _all.Remove(number);
    }

    /// <summary>The generation to go back to from one that failed.</summary>
    private Generation BeforeFailed(Generation failed) =>
        failed.Previous is { } number && _all.TryGetValue(number, out var previous) ? previous : throw Damaged($"there is no generation {failed.Previous} to go back to");

    /// <summary>The first change of all keeps what was there before it.</summary>
    private void EnsureFirst()
    {
        if (!_isEmpty) return;
        _files.MakeDirectory(_root);
        Stage(_current);
        WriteCurrent(new(CurrentFile.CurrentFormat, 0, null, null));
        _isEmpty = false;
    }

    private void Stage(Generation generation)
    {
        var folder = Staging.NewPath();
        _files.MakeDirectory(folder);
        _files.Write(Path.Combine(folder, LockName), Encoding.UTF8.GetBytes(generation.Lock.ToText()));
        if (!generation.Configuration.IsEmpty) _files.Write(Path.Combine(folder, HostConfigurationSources.FileName), generation.Configuration.Span);
        _files.Write(Path.Combine(folder, GenerationFile.Name), GenerationFile.Write(generation));
        _files.Rename(folder, FolderOf(generation.Number));
        _all = _all.SetItem(generation.Number, generation);
    }

    private Generation Read(int number)
    {
        var folder = FolderOf(number);
        DurableFiles.DeleteParts(Path.Combine(folder, GenerationFile.Name));
        var file = GenerationFile.Read(Path.Combine(folder, GenerationFile.Name), number);
        var configuration = Path.Combine(folder, HostConfigurationSources.FileName);
        var path = Path.Combine(folder, LockName);
        if (!File.Exists(path)) throw new InvalidDataException($"{path} is missing. Restore it from a backup, or delete its folder if it is not in force.");
        return file.With(PluginLockFile.Read(path), File.Exists(configuration) ? File.ReadAllBytes(configuration) : []);
    }

    private void WriteCurrent(CurrentFile file) =>
        _files.Write(CurrentPath, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(file, GenerationJson.Default.CurrentFile));

    /// <summary>Replaces the configuration file, if that is still to be done. Whoever has edited it meanwhile keeps what they wrote.</summary>
    private void Finish(CurrentFile file)
    {
        if (file is not { From: { } from, ConfigurationFile: { } path }) return;
        var text = ConfigurationFile.TryReadText(path) ?? throw new IOException($"The configuration file {path} cannot be read.");
        if (_all.TryGetValue(from, out var before) && before.Configuration.Span.SequenceEqual(text)) WriteConfiguration(path, _all[file.Number]);
        WriteCurrent(file with { From = null, ConfigurationFile = null });
    }

    /// <summary>A file that was not there is not there again; one that held nothing says no more.</summary>
    private void WriteConfiguration(string path, Generation generation)
    {
        if (!generation.Configuration.IsEmpty) _files.Write(path, generation.Configuration.Span);
        else if (File.Exists(path)) _files.DeleteFile(path);
    }

    private string FolderOf(int number) => Path.Combine(_root, number.ToString("D6", CultureInfo.InvariantCulture));

    private InvalidDataException Damaged(string what) => new($"{CurrentPath} is damaged: {what}. {Remedy}");

    private static string Remedy =>
        $"Restore it from a backup, or write the number of one of the folders beside it: {{ \"format\": {CurrentFile.CurrentFormat}, \"number\": N }}";
}
