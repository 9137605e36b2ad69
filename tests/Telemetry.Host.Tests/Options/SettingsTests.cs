using Microsoft.Extensions.Configuration;
using Telemetry.Host.Options;
using Telemetry.Rig;

namespace Telemetry.Host.Tests.Options;

public sealed class SettingsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_settings_the_host_runs_alone_on_loopback()
    {
        var options = Bind();

        Assert.Equal("http://127.0.0.1:8080", options.Web.Url);
        Assert.Equal(StoreKind.Sqlite, options.Store.Kind);
        Assert.Equal(new HostRoles(Broker: true, Ingest: true, Derive: true, Web: true), options.Roles);
        Assert.Equal(Path.GetFullPath("data/host/spool"), options.Spool.Folder);
        Assert.Equal(Path.GetFullPath("data/host/dead-letters"), options.DeadLetters.Folder);
        Assert.Equal(Path.GetFullPath("data/host/telemetry.db"), options.Store.Sqlite.Path);
    }

    [Fact]
    public void Every_problem_is_told_at_once_each_with_its_option_value_and_what_is_allowed()
    {
        var problems = Refusal(
            "Telemetry:Host:Name=pump station", "Telemetry:Host:StopTimeout=00:00:00", "Telemetry:Host:Clock=Sometimes",
            "Telemetry:Registry:CheckInterval=00:00:00.001", "Telemetry:Ingest:MaxPayloadBytes=12",
            "Telemetry:Broker:Port=70000", "Telemetry:Spool:SegmentSize=1", "Telemetry:Commit:RetryWhenFull=99:00:00",
            "Telemetry:DeadLetters:SampleEvery=0", "Telemetry:Store:MaxLines=0",
            "Telemetry:Store:Sqlite:CacheSizeMiB=zero",
            "Telemetry:Web:Url=here", "Telemetry:Observing:OtlpEndpoint=there");

        (string Option, string Value, string Allowed)[] wanted =
        [
            ("Telemetry:Host:Name", "pump station", "at most 64"), (
                "Telemetry:Host:StopTimeout", "00:00:00", "10 minutes"),
            ("Telemetry:Host:Clock", "Sometimes", "Auto, Kernel, Always"),
            ("Telemetry:Registry:CheckInterval", "00:00:00.0010000", "01:00:00"),
            ("Telemetry:Ingest:MaxPayloadBytes", "12", "1024"), ("Telemetry:Broker:Port", "70000", "65535"),
            ("Telemetry:Spool:SegmentSize", "1", "4096"), ("Telemetry:Commit:RetryWhenFull", "99.00:00:00", "00:10:00"),
            ("Telemetry:DeadLetters:SampleEvery", "0", "1"), ("Telemetry:Store:MaxLines", "0", "1,000,000"),
            ("Telemetry:Store:Sqlite:CacheSizeMiB", "zero", "whole number"), ("Telemetry:Web:Url", "here", "http://"),
            ("Telemetry:Observing:OtlpEndpoint", "there", "http://"),
        ];
        foreach (var (option, value, allowed) in wanted)
        {
            var line = Assert.Single(problems, problem => problem.StartsWith(option, StringComparison.Ordinal));
            Assert.Contains(value, line, StringComparison.Ordinal);
            Assert.Contains(allowed, line, StringComparison.Ordinal);
        }
        Assert.Equal(wanted.Length, problems.Count);
        Assert.All(problems, problem => Assert.DoesNotContain('\n', problem));
    }

    [Theory]
    [InlineData("Telemetry:Stor:Kind=InfluxDb", "Telemetry:Stor is no option", "did you mean 'Store'?")]
    [InlineData(
        "Telemetry:Store:InfluxDb:Tokn=x", "Telemetry:Store:InfluxDb:Tokn is no option", "did you mean 'Token'?")]
    [InlineData("Telemetry:Mqtt:Tls:CaFil=x", "Telemetry:Mqtt:Tls:CaFil is no option", "did you mean 'CaFile'?")]
    [InlineData("Telemetry:Roles=web", "Telemetry:Roles is no option", "Host")]
    [InlineData("Telemetry:Roles:Broker=true", "Telemetry:Roles is no option", "Host")]
    [InlineData("Telemetry:Mqtt:IsConfigured=true", "Telemetry:Mqtt:IsConfigured is no option", "ClientId")]
    [InlineData("Telemetry:Web:IsLoopback=true", "Telemetry:Web:IsLoopback is no option", "Url")]
    [InlineData("Telemetry:Store=InfluxDb", "Telemetry:Store is a section", "Telemetry:Store:Kind")]
    [InlineData("Telemetry:Web:Url:0=x", "Telemetry:Web:Url is one value", "not a section")]
    public void A_setting_that_no_option_answers_to_is_named(string setting, string problem, string hint)
    {
        var line = Assert.Single(Refusal(setting));

        Assert.StartsWith(problem, line, StringComparison.Ordinal);
        Assert.Contains(hint, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Telemetry:Store:Kind=7", "Sqlite, InfluxDb")]
    [InlineData("Telemetry:Store:Kind=", "Sqlite, InfluxDb")]
    [InlineData("Telemetry:Ingest:UnknownAssets=2", "Accept")]
    [InlineData("Telemetry:Store:MaxLag=30", "00:00:30")]
    [InlineData("Telemetry:Store:MaxLag=soon", "00:00:30")]
    [InlineData("Telemetry:Store:MaxLines=", "whole number")]
    [InlineData("Telemetry:Mqtt:Tls:Enabled=yes", "true or false")]
    [InlineData("Telemetry:Store:InfluxDb:Url=", "http://")]
    [InlineData("Telemetry:Store:Sqlite:Retention:plant_flow=a year", "7.00:00:00")]
    public void A_text_that_is_no_such_value_is_refused_with_what_is_allowed(string setting, string allowed)
    {
        var line = Assert.Single(Refusal(setting));

        Assert.StartsWith(setting[..setting.IndexOf('=', StringComparison.Ordinal)], line, StringComparison.Ordinal);
        Assert.Contains(allowed, line, StringComparison.Ordinal);
    }

    [Fact]
    public void The_topic_root_has_one_place()
    {
        Assert.Equal("a/b", Bind("Telemetry:Ingest:TopicRoot=a/b").Mqtt.TopicRoot);
        Assert.Contains(
            "Telemetry:Ingest:TopicRoot", Assert.Single(Refusal("Telemetry:Mqtt:TopicRoot=a/b")),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Telemetry:Host:Roles=ingest, web")]
    [InlineData("Telemetry:Host:Roles:0=ingest", "Telemetry:Host:Roles:1=web")]
    public void A_list_is_given_as_words_or_by_number(params string[] settings)
    {
        var options = Bind(["Telemetry:Mqtt:Host=broker", .. settings]);

        Assert.Equal(new HostRoles(Broker: false, Ingest: true, Derive: false, Web: true), options.Roles);
    }

    [Fact]
    public void An_unknown_role_is_named_with_the_known_ones()
    {
        var line = Assert.Single(Refusal("Telemetry:Host:Roles=ingest,brokr,broker"));

        Assert.Equal("Telemetry:Host:Roles 'brokr': one of broker, ingest, derive, web", line);
    }

    [Fact]
    public void Null_means_no_limit_where_an_option_says_so_and_is_refused_elsewhere()
    {
        WriteConfig(
            """{ "Telemetry": { "Store": { "Sqlite": { "RetentionRaw": null } }, "Web": { "TokenFile": null } } }""");
        Assert.Null(BindFile().Store.Sqlite.RetentionRaw);

        WriteConfig(
            """{ "Telemetry": { "Mqtt": { "Host": null }, "Store": { "MaxLines": null }, "Spool": {}, "Host": { "Roles": [] } } }""");
        var refusal = Assert.Throws<StartRefusedException>(() => BindFile());
        Assert.Equal(
            ["Telemetry:Mqtt:Host is null: leave it out for its default",
                "Telemetry:Store:MaxLines is null: leave it out for its default"],
            refusal.Problems);
    }

    [Fact]
    public void Command_line_goes_before_environment_before_file_before_presets()
    {
        const string Variable = "Telemetry__Store__MaxBytes";
        WriteConfig(
            """{ "Telemetry": { "Store": { "MaxLines": 3, "MaxBytes": 5001, "MaxLag": "00:00:03" }, "Host": { "Name": "file" } } }""");
        Environment.SetEnvironmentVariable(Variable, "5002");
        try
        {
            var options = Settings.Bind(Settings.Read(
                _folder.File("telemetry.json"), ["Telemetry:Store:MaxLines=4"],
                new Dictionary<string, string?> { ["Telemetry:Host:Name"] = "preset", ["Telemetry:Host:DataFolder"] =
                    "preset-data" }));

            Assert.Equal(4, options.Store.MaxLines);
            Assert.Equal(5002, options.Store.MaxBytes);
            Assert.Equal(TimeSpan.FromSeconds(3), options.Store.MaxLag);
            Assert.Equal("file", options.Host.Name);
            Assert.Equal("preset-data", options.Host.DataFolder);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }

    [Theory]
    [InlineData("{ \"Telemetry\": {\n \"Web\": { \"Url\": , } } }", "line 2, column 18")]
    [InlineData("[]", "Array")]
    [InlineData("", "JSON")]
    [InlineData("{ \"Telemetry\": { \"Web\": 1, \"web\": 2 } }", "duplicate")]
    [InlineData("{ \"Web\": { \"Url\": \"http://127.0.0.1:1\" } }", "'Web' is no section")]
    [InlineData("{ \"Logging\": {} }", "Logging__LogLevel__Default")]
    public void A_file_that_holds_no_settings_is_told_in_one_line(string content, string words)
    {
        WriteConfig(content);

        var line = Assert.Single(Assert.Throws<StartRefusedException>(() => BindFile()).Problems);

        Assert.Contains(_folder.File("telemetry.json"), line, StringComparison.Ordinal);
        Assert.Contains(words, line, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void A_hidden_file_is_read_as_any_other()
    {
        File.WriteAllText(_folder.File(".telemetry.json"), """{ "Telemetry": { "Host": { "Name": "hidden" } } }""");

        Assert.Equal("hidden", Settings.Bind(Settings.Read(_folder.File(".telemetry.json"), [])).Host.Name);
    }

    [Fact]
    public void No_secret_is_in_any_problem()
    {
        const string Secret = "hunter2-and-more";
        var problems = Refusal(
            $"Telemetry:Mqtt:Host=not a host", $"Telemetry:Mqtt:Password={Secret}",
            "Telemetry:Mqtt:PasswordFile=missing",
            "Telemetry:Store:Kind=InfluxDb", "Telemetry:Store:InfluxDb:Url=ftp://127.0.0.1",
            $"Telemetry:Store:InfluxDb:Token={Secret}\n",
            $"Telemetry:Store:InfluxDb:Password={Secret}", "Telemetry:Store:InfluxDb:TokenFile=missing",
            $"Telemetry:Mqtt:Pasword={Secret}", $"Telemetry:Web:Url=http://admin:{Secret}@127.0.0.1:8080");

        Assert.True(problems.Count > 8, string.Join('\n', problems));
        Assert.All(problems, problem => Assert.DoesNotContain(Secret, problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080", false)]
    [InlineData("http://192.0.2.7:8080", false)]
    [InlineData("http://[::]:8080", false)]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("http://[::1]:8080", true)]
    [InlineData("http://localhost:8080", true)]
    public void Only_this_machine_may_read_without_accounts(string url, bool allowed)
    {
        var problems = new WebOptions { Url = url, Accounts = AccountsMode.Off }.Validate().ToList();

        Assert.Equal(allowed, problems.Count == 0);
        Assert.All(problems, problem => Assert.Contains("Telemetry:Web:Accounts", problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(AccountsMode.Auto, "http://0.0.0.0:8080", false, true)]
    [InlineData(AccountsMode.Auto, "http://0.0.0.0:8080", true, false)]
    [InlineData(AccountsMode.Auto, "http://127.0.0.1:8080", false, false)]
    [InlineData(AccountsMode.On, "http://127.0.0.1:8080", false, true)]
    [InlineData(AccountsMode.On, "http://0.0.0.0:8080", true, true)]
    [InlineData(AccountsMode.Off, "http://0.0.0.0:8080", true, false)]
    public void Accounts_are_on_by_themselves_where_others_can_reach_the_address(
        AccountsMode mode, string url, bool hasTokenFile, bool on)
    {
        var sut = new WebOptions { Url = url, Accounts = mode, TokenFile = hasTokenFile ? "tokens" : null };

        Assert.Equal(on, sut.AccountsOn);
    }

    [Fact]
    public void Everybody_may_read_only_where_that_is_said()
    {
        var sut = new WebOptions
        {
            Url = "http://0.0.0.0:8080", Accounts = AccountsMode.Off, AllowWithoutAccounts = true,
        };

        Assert.Empty(sut.Validate());
    }

    [Fact]
    public void Without_screens_nobody_could_sign_in()
    {
        var sut = new WebOptions { Url = "http://0.0.0.0:8080" };

        Assert.Empty(sut.Validate(hasScreens: true));
        Assert.Contains(
            "Telemetry:Web:TokenFile", Assert.Single(sut.Validate(hasScreens: false)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_wrong_setting_of_sessions_is_named()
    {
        var problems = Refusal(
            "Telemetry:Web:SessionIdle=00:01:00", "Telemetry:Web:SessionLimit=100.00:00:00",
            "Telemetry:Web:ShortestPassword=4", "Telemetry:Web:Accounts=maybe");

        Assert.Equal(4, problems.Count);
        Assert.Contains(
            "Telemetry:Web:SessionIdle '00:01:00': 5 minutes to 90 days, such as 12:00:00", problems);
        Assert.Contains("Telemetry:Web:Accounts 'maybe': one of Auto, On, Off", problems);
    }

    [Fact]
    public void A_broker_that_others_can_reach_wants_users()
    {
        var line = Assert.Single(Refusal("Telemetry:Broker:Address=0.0.0.0"));

        Assert.Contains("Telemetry:Broker:Address", line, StringComparison.Ordinal);
        Assert.Contains("UsersFile", line, StringComparison.Ordinal);
    }

    [Fact]
    public void The_embedded_store_has_one_process()
    {
        var line = Assert.Single(Refusal("Telemetry:Host:Roles=web", "Telemetry:Mqtt:Host=broker"));

        Assert.Contains("Telemetry:Host:Roles", line, StringComparison.Ordinal);
        Assert.Contains("Telemetry:Store:Kind is Sqlite", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "--Telemetry:Host:Name demo list --Telemetry:Web:Url=x=y",
        "--s=Telemetry:Host:Name=demo list --s=Telemetry:Web:Url=x=y")]
    [InlineData(
        "replay --telemetry:Host:DataFolder --Telemetry:Store:Kind",
        "replay --s=telemetry:Host:DataFolder --s=Telemetry:Store:Kind")]
    [InlineData("backup --config x file", "backup --config x file")]
    public void Settings_are_told_apart_from_words_wherever_they_stand(string line, string expected)
    {
        var words = SettingArguments.Gather(line.Split(' '), "--s");

        Assert.Equal(expected.Split(' '), words);
    }

    [Fact]
    public void A_setting_without_a_value_is_named()
    {
        Assert.Equal("--Telemetry:Web:Url has no value", Assert.Single(Refusal("Telemetry:Web:Url")));
    }

    private static TelemetryOptions Bind(params string[] settings) => Settings.Bind(Settings.Read(null, settings));

    private static IReadOnlyList<string> Refusal(params string[] settings) =>
        Assert.Throws<StartRefusedException>(() => Bind(settings)).Problems;

    private TelemetryOptions BindFile() => Settings.Bind(Settings.Read(_folder.File("telemetry.json"), []));

    private void WriteConfig(string content) => File.WriteAllText(_folder.File("telemetry.json"), content);
}
