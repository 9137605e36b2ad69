namespace Telemetry.Host.Options;

/// <summary>
/// Where options come from, later over earlier: <c>appsettings.json</c> beside the program, <c>telemetry.json</c> in
/// the working folder or the file named by <c>--config</c>, the environment (<c>Telemetry__Store__Kind</c>), the
/// command line (<c>--Telemetry:Store:Kind=InfluxDb</c>).
/// </summary>
internal static class Settings
{
    private const string Section = "Telemetry";

    /// <param name="configFile">A file that must be there; <c>telemetry.json</c>, where there is one, if null.</param>
    /// <param name="commandLine">
    /// As <see cref="SettingArguments"/> finds them: <c>Telemetry:Store:Kind=InfluxDb</c>.
    /// </param>
    public static IConfigurationRoot Read(
        string? configFile, IReadOnlyList<string> commandLine, IReadOnlyDictionary<string, string?>? presets = null)
    {
        var problems = new List<string>();
        var given = SettingArguments.Read(commandLine, problems);
        var builder = new ConfigurationBuilder();
        SettingsFile.Add(builder, Path.Combine(AppContext.BaseDirectory, "appsettings.json"), problems);
        builder.AddInMemoryCollection(presets ?? new Dictionary<string, string?>());
        if (configFile is not null && !File.Exists(configFile)) problems.Add($"--config '{configFile}' does not exist");
        else SettingsFile.Add(builder, Path.GetFullPath(configFile ?? "telemetry.json"), problems, only: Section);
        builder.AddEnvironmentVariables().AddInMemoryCollection(given);
        return problems.Count == 0 ? builder.Build() : throw new StartRefusedException(problems);
    }

    /// <summary>Binds and checks everything, and reports all problems at once.</summary>
    public static TelemetryOptions Bind(IConfigurationRoot configuration)
    {
        var section = configuration.GetSection(Section);
        var problems = new List<string>(UnknownSettings.Find(section, typeof(TelemetryOptions)));
        var options = new TelemetryOptions();
        // One by one, so that one value of the wrong type does not hide the problems of the others.
        SettingBinder.Bind(section, options, problems);
        var ownRoot = section["Mqtt:TopicRoot"];
        options.Complete();
        if (ownRoot is not null && ownRoot != options.Ingest.TopicRoot)
            problems.Add(
                $"Telemetry:Mqtt:TopicRoot '{ownRoot}': all parts share one root, set it as "
                + $"Telemetry:Ingest:TopicRoot");
        problems.AddRange(OptionsCheck.Check(options));
        return problems.Count == 0 ? options : throw new StartRefusedException(problems);
    }
}
