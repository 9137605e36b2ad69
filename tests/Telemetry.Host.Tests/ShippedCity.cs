using System.Text;
using Telemetry.Domain.Registry;
using Telemetry.Rig;

namespace Telemetry.Host.Tests;

/// <summary>The reference city that the host ships, and edits of it.</summary>
internal sealed class ShippedCity : IRegistrySource
{
    public ShippedCity() => Current = Parse();

    public static string File => Repository.File("ingest", "Telemetry.Host", "cities", "zhoushan-2009.json");

    public string Text { get; private set; } = System.IO.File.ReadAllText(File);

    public CityRegistry Current { get; private set; }

    public void Edit(string before, string after)
    {
        Assert.Contains(before, Text, StringComparison.Ordinal);
        Text = Text.Replace(before, after, StringComparison.Ordinal);
        Current = Parse();
    }

    private CityRegistry Parse()
    {
        var result = RegistryFile.Parse(Encoding.UTF8.GetBytes(Text));
        Assert.True(result.IsValid);
        return result.Registry;
    }
}
