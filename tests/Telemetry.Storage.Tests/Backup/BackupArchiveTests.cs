using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Rig;
using Telemetry.Storage.Backup;
using Telemetry.Storage.Stores.Sqlite;

namespace Telemetry.Storage.Tests.Backup;

public sealed class BackupArchiveTests : IDisposable
{
    private readonly TempFolder _folder = new("backup");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2009, 3, 1, 4, 5, 6, TimeSpan.Zero));

    public BackupArchiveTests()
    {
        Directory.CreateDirectory(Path.Combine(Data, "spool", "set-aside"));
        Directory.CreateDirectory(Path.Combine(Data, "dead-letters"));
        Put("spool/00000002.lp", "second");
        Put("spool/00000001.lp", "first");
        Put("spool/spool.id", "5e3f0a52-6d6c-4a3e-9f3e-0d3f8f1b7a01");
        Put("dead-letters/dead-letters-000001.jsonl", "{}\n");
        Put("store.cursor", "telemetry-cursor v1");
        Put("telemetry.json", "{}");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Create_lists_every_file_with_its_hash_and_says_what_made_it_when()
    {
        var manifest = await Create();

        Assert.Equal(1, manifest.Format);
        Assert.Equal("Telemetry", manifest.Product);
        Assert.StartsWith("0.", manifest.Version, StringComparison.Ordinal);
        Assert.Equal(_clock.Start, manifest.CreatedAt);
        var first = manifest.Files.Single(f => f.Path == "spool/00000001.lp");
        Assert.Equal(5, first.Bytes);
        // sha256sum of "first"
        Assert.Equal("a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e", first.Sha256);
        using var zip = ZipFile.OpenRead(Archive);
        Assert.Equal(manifest.Files.Select(f => f.Path).Append("manifest.json"), zip.Entries.Select(e => e.FullName));
        foreach (var file in manifest.Files)
        {
            using var content = zip.GetEntry(file.Path)!.Open();
            Assert.Equal(file.Sha256, Convert.ToHexStringLower(SHA256.HashData(content)));
        }
    }

    [Fact]
    public async Task Create_copies_what_carries_a_cursor_before_the_spool_and_the_dead_letters_last()
    {
        await using var store = await OpenStore(Data);

        var manifest = await Create();

        Assert.Equal(
            [
                "telemetry.db", "store.cursor", "spool/00000001.lp", "spool/00000002.lp", "spool/spool.id",
                "telemetry.json",
                "dead-letters/dead-letters-000001.jsonl",
            ],
            manifest.Files.Select(f => f.Path));
    }

    [Fact]
    public async Task Create_leaves_out_what_means_nothing_to_another_process()
    {
        foreach (
            var name in new[] { "spool/spool.lock", "x.db-wal", "x.db-shm", "x.db-journal", "x.db.pid", "a.new",
            "b.partial" })
            Put(name, "x");

        var manifest = await Create();

        Assert.Equal(6, manifest.Files.Count);
    }

    [Fact]
    public async Task Create_takes_files_from_elsewhere_and_remembers_where_they_were()
    {
        var registry = _folder.File("registry.json");
        await File.WriteAllTextAsync(registry, "{ \"city\": {} }");

        var manifest = await BackupArchive.CreateAsync(new BackupPlan(Data, [registry]), Archive, _clock, default);

        var entry = manifest.Files.Single(f => f.Path == "elsewhere/registry.json");
        Assert.Equal(registry, entry.Source);
        await Restore();
        Assert.Equal(
            "{ \"city\": {} }", await File.ReadAllTextAsync(Path.Combine(Target, "elsewhere", "registry.json")));
    }

    [Fact]
    public async Task Create_of_a_damaged_database_is_refused_and_leaves_no_archive()
    {
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(Data, "telemetry.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText =
                "CREATE TABLE t (a TEXT); WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
                + "INSERT INTO t SELECT 'row ' || i FROM n";
            command.ExecuteNonQuery();
        }
        using (var file = File.OpenWrite(Path.Combine(Data, "telemetry.db")))
        {
            file.Position = 3 * 4096;
            file.Write(new byte[4096]);
        }

        var refusal = await Assert.ThrowsAsync<BackupRefusedException>(Create);

        Assert.Contains("damaged", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([Data], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Create_begins_again_when_a_segment_is_removed_behind_the_snapshot()
    {
        await using var store = await OpenStore(Data);
        var seen = new Seen(entry =>
        {
            if (entry.Path == "telemetry.db") File.Delete(Path.Combine(Data, "spool", "00000001.lp"));
        });

        var manifest = await BackupArchive.CreateAsync(new BackupPlan(Data, []), Archive, _clock, default, seen);

        Assert.Equal(2, seen.Paths.Count(path => path == "telemetry.db"));
        Assert.Equal(Names(Data).Where(n => !n.Contains(".lock") && !n.Contains("db-") && !n.EndsWith(".pid")),
            manifest.Files.Select(f => f.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Create_gives_up_when_files_keep_vanishing()
    {
        await using var store = await OpenStore(Data);
        for (var i = 0; i < 9; i++) Put($"spool/1000000{i}.lp", "x");
        var seen = new Seen(entry =>
        {
            if (entry.Path == "telemetry.db") File.Delete(
                Directory.GetFiles(Path.Combine(Data, "spool"), "1*").Order().First());
        });

        await Assert.ThrowsAsync<BackupRefusedException>(() =>
            BackupArchive.CreateAsync(new BackupPlan(Data, []), Archive, _clock, default, seen));

        Assert.False(File.Exists(Archive));
    }

    [Fact]
    public async Task Create_over_an_archive_is_refused()
    {
        await File.WriteAllTextAsync(Archive, "yesterday's");

        await Assert.ThrowsAsync<BackupRefusedException>(Create);

        Assert.Equal("yesterday's", await File.ReadAllTextAsync(Archive));
    }

    [Fact]
    public async Task Create_inside_the_folder_is_refused() =>
        await Assert.ThrowsAsync<BackupRefusedException>(() => BackupArchive.CreateAsync(
            new BackupPlan(Data, []), Path.Combine(Data, "backup.zip"), _clock, default));

    [Fact]
    public async Task Restore_gives_back_every_file_as_it_was()
    {
        await Create();

        var receipt = await Restore();

        Assert.Null(receipt.PutAside);
        Assert.Equal(Names(Data), Names(Target));
        foreach (var name in Names(Data))
        {
            Assert.Equal(
                await File.ReadAllBytesAsync(Path.Combine(Data, name)),
                await File.ReadAllBytesAsync(Path.Combine(Target, name)));
        }
    }

    [Fact]
    public async Task Restore_into_a_folder_with_something_in_it_is_refused_and_changes_nothing()
    {
        await Create();
        Directory.CreateDirectory(Target);
        await File.WriteAllTextAsync(Path.Combine(Target, "precious"), "x");

        await Assert.ThrowsAsync<BackupRefusedException>(() => Restore());

        Assert.Equal(["precious"], Names(Target));
    }

    [Fact]
    public async Task Restore_that_may_replace_keeps_the_old_folder_under_another_name()
    {
        await Create();
        Directory.CreateDirectory(Target);
        await File.WriteAllTextAsync(Path.Combine(Target, "precious"), "x");

        var receipt = await Restore(replace: true);

        Assert.Equal(Target + ".replaced-20090301T040506Z", receipt.PutAside);
        Assert.Equal(["precious"], Names(receipt.PutAside!));
        Assert.Equal(Names(Data), Names(Target));
    }

    [Fact]
    public async Task Restore_where_a_host_runs_is_refused_even_if_it_may_replace()
    {
        await Create();
        await using var store = await OpenStore(Target);
        var before = Names(Target);

        var refusal = await Assert.ThrowsAsync<BackupRefusedException>(() => Restore(replace: true));

        Assert.Contains("a host runs in", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, Names(Target));
    }

    [Fact]
    public async Task Restore_of_changed_content_is_refused_and_makes_no_folder()
    {
        await Create();
        Tamper("spool/00000001.lp", "forst");

        var refusal = await Assert.ThrowsAsync<BackupRefusedException>(() => Restore());

        Assert.Contains("spool/00000001.lp is not what the manifest says", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Target));
        Assert.False(Directory.Exists(Target + ".restoring"));
    }

    [Fact]
    public async Task Restore_with_a_file_missing_is_refused()
    {
        await Create();
        using (var zip = ZipFile.Open(Archive, ZipArchiveMode.Update)) zip.GetEntry("spool/00000002.lp")!.Delete();

        var refusal = await Assert.ThrowsAsync<BackupRefusedException>(() => Restore());

        Assert.Contains("spool/00000002.lp is missing", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_of_a_cut_archive_is_refused()
    {
        await Create();
        using (var file = File.OpenWrite(Archive)) file.SetLength(file.Length / 2);

        await Assert.ThrowsAsync<BackupRefusedException>(() => Restore());
    }

    [Fact]
    public async Task Restore_of_any_other_zip_is_refused()
    {
        using (var zip = ZipFile.Open(Archive, ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("holiday.txt").Open();
            entry.Write("sun"u8);
        }

        var refusal = await Assert.ThrowsAsync<BackupRefusedException>(() => Restore());

        Assert.Contains("no backup of this program", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("/tmp/evil")]
    public async Task Restore_of_a_path_that_leads_out_is_refused(string path)
    {
        await Create();
        using (var zip = ZipFile.Open(Archive, ZipArchiveMode.Update))
        {
            using var entry = zip.CreateEntry(path).Open();
            entry.Write("x"u8);
        }
        ChangeManifest(manifest => manifest["files"]!.AsArray().Add(new JsonObject
        {
            ["path"] = path, ["source"] = path, ["bytes"] = 1, ["sha256"] = Convert.ToHexStringLower(
                SHA256.HashData("x"u8)),
        }));

        var refusal = await Assert.ThrowsAsync<BackupRefusedException>(() => Restore());

        Assert.Contains("leads out of the folder", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_of_a_newer_format_is_refused()
    {
        await Create();
        ChangeManifest(manifest => manifest["format"] = 2);

        var refusal = await Assert.ThrowsAsync<BackupRefusedException>(() => Restore());

        Assert.Contains("newer version", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_after_one_that_was_killed_starts_afresh()
    {
        await Create();
        Directory.CreateDirectory(Target + ".restoring");
        await File.WriteAllTextAsync(Path.Combine(Target + ".restoring", "half"), "x");

        await Restore();

        Assert.Equal(Names(Data), Names(Target));
        Assert.False(Directory.Exists(Target + ".restoring"));
    }

    private sealed class Seen(Action<BackupEntry> then) : IProgress<BackupEntry>
    {
        public List<string> Paths { get; } = [];

        public void Report(BackupEntry value)
        {
            Paths.Add(value.Path);
            then(value);
        }
    }

    private string Data => _folder.File("data");

    private string Archive => _folder.File("backup.zip");

    private string Target => _folder.File("restored");

    private Task<BackupManifest> Create() =>
        BackupArchive.CreateAsync(new BackupPlan(Data, []), Archive, _clock, default);

    private Task<RestoreReceipt> Restore(bool replace = false) =>
        BackupArchive.RestoreAsync(Archive, Target, replace, _clock, default);

    private void Put(string name, string content) => File.WriteAllText(Path.Combine(Data, name), content);

    private static string[] Names(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];

    private static async Task<SqliteStore> OpenStore(string folder)
    {
        var store = new SqliteStore(
            new SqliteOptions { Path = Path.Combine(folder, "telemetry.db") }, "host-1", TimeProvider.System,
            NullLogger<SqliteStore>.Instance);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    private void Tamper(string name, string content)
    {
        using var zip = ZipFile.Open(Archive, ZipArchiveMode.Update);
        zip.GetEntry(name)!.Delete();
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(content);
    }

    private void ChangeManifest(Action<JsonNode> change)
    {
        using var zip = ZipFile.Open(Archive, ZipArchiveMode.Update);
        JsonNode manifest;
        using (var content = zip.GetEntry("manifest.json")!.Open()) manifest = JsonNode.Parse(content)!;
        change(manifest);
        zip.GetEntry("manifest.json")!.Delete();
        using var writer = new StreamWriter(zip.CreateEntry("manifest.json").Open());
        writer.Write(manifest.ToJsonString(JsonSerializerOptions.Default));
    }
}
