
namespace Telemetry.Host.Options;

/// <summary>
/// Where options come from, later over earlier: <c>appsettings.json</c> beside the program, <c>telemetry.json</c> in the
/// working folder or the file named by <c>--config</c>, the environment (<c>Telemetry__Store__Kind</c>), the command line
/// (<c>--Telemetry:Store:Kind=InfluxDb</c>).
/// </summary>
internal static class Settings
{
    private const string Prefix = "Telemetry:";

    public static IConfigurationRoot Read(
        string? configFile, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? presets = null)
    {
        var problems = new List<string>();
        if (configFile is not null && !File.Exists(configFile)) problems.Add($"--config '{configFile}' does not exist");
        var commandLine = ParseArguments(arguments, problems);
        if (problems.Count > 0) throw new StartRefusedException(problems);
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
                .AddInMemoryCollection(presets ?? new Dictionary<string, string?>())
                .AddJsonFile(Path.GetFullPath(configFile ?? "telemetry.json"), optional: true)
                .AddEnvironmentVariables()
                .AddInMemoryCollection(commandLine)
                .Build();
        }
        catch (InvalidDataException exception)
        {
            throw new StartRefusedException(exception.InnerException is { } inner
                ? $"{exception.Message} {inner.Message}" : exception.Message);
        }
    }

    /// <summary>Binds and checks everything, and reports all problems at once.</summary>
    public static TelemetryOptions Bind(IConfigurationRoot configuration)
    {
        var section = configuration.GetSection("Telemetry");
        var problems = new List<string>(UnknownSettings.Find(section, typeof(TelemetryOptions)));
        var options = new TelemetryOptions();
        foreach (var part in section.GetChildren())
        {
            // Part by part, so that one value of the wrong type does not hide the problems of the others.
            foreach (var leaf in Leaves(part)) BindLeaf(options, section, leaf, problems);
        }
        options.Complete();
        problems.AddRange(OptionsCheck.Check(options));
        return problems.Count == 0 ? options : throw new StartRefusedException(problems);
    }

    private static void BindLeaf(
        TelemetryOptions options, IConfigurationSection section, IConfigurationSection leaf, List<string> problems)
    {
        try
        {
            var one = new ConfigurationBuilder()
                .AddInMemoryCollection([KeyValuePair.Create(leaf.Path[(section.Path.Length + 1)..], leaf.Value)])
                .Build();
            one.Bind(options);
        }
        catch (InvalidOperationException exception)
        {
            problems.Add($"{leaf.Path} '{leaf.Value}': {SettingTypes.Allowed(leaf.Path[(section.Path.Length + 1)..]) ?? exception.Message}");
        }
    }

    private static IEnumerable<IConfigurationSection> Leaves(IConfigurationSection section)
    {
        var children = section.GetChildren().ToList();
        return children.Count == 0 ? [section] : children.SelectMany(Leaves);
    }

    private static Dictionary<string, string?> ParseArguments(IReadOnlyList<string> arguments, List<string> problems)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var key = argument.TrimStart('-');
            if (!argument.StartsWith("--", StringComparison.Ordinal) || !key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            {
                problems.Add($"'{argument}' is no option: settings are given as --Telemetry:Web:Url=http://127.0.0.1:8080");
                continue;
            }
            var equals = key.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) values[key[..equals]] = key[(equals + 1)..];
            else if (i + 1 < arguments.Count) values[key] = arguments[++i];
            else problems.Add($"{argument} has no value");
        }
        return values;
    }
}
