using System.Reflection;

namespace Telemetry.Host.Options;

/// <summary>Sets each option from its text, and says of each that does not fit what is allowed.</summary>
internal static class SettingBinder
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static void Bind(IConfigurationSection section, object options, List<string> problems)
    {
        foreach (var child in section.GetChildren())
        {
            // Names that no option answers to were reported before.
            if (SettingTypes.Find(options.GetType(), child.Key) is not { } property) continue;
            if (SettingTypes.IsSection(property.PropertyType)) Bind(child, property.GetValue(options)!, problems);
            else if (SettingTypes.IsCollection(property.PropertyType)) BindCollection(
                child, property, options, problems);
            else BindValue(child, property, options, problems);
        }
    }

    private static void BindValue(
        IConfigurationSection leaf, PropertyInfo property, object options, List<string> problems)
    {
        if (leaf.Value is null)
        {
            if (leaf.GetChildren().Any()) problems.Add($"{leaf.Path} is one value, not a section");
            else if (Nullability.Create(property).WriteState == NullabilityState.Nullable) property.SetValue(
                options, null);
            else problems.Add($"{leaf.Path} is null: leave it out for its default");
            return;
        }
        if (SettingTypes.Fits(leaf.Value, property.PropertyType) && TryBind(property.Name, leaf.Value, options)) return;
        problems.Add($"{leaf.Path} '{leaf.Value}': {SettingTypes.Allowed(property.PropertyType)}");
    }

    private static void BindCollection(
        IConfigurationSection section, PropertyInfo property, object options, List<string> problems)
    {
        // One text is a list too: on a command line nobody writes indices.
        var items = section.Value is { } text
            ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select((value, index) => (Key: $"{index}", Value: (string?)value))
            : section.GetChildren().Select(child => (child.Key, child.Value));
        var type = property.PropertyType.GetGenericArguments()[^1];
        foreach (var (key, value) in items)
        {
            var fits = value is not null && SettingTypes.Fits(value, type);
            if (!fits || !TryBind($"{property.Name}:{key}", value!, options))
                problems.Add($"{section.Path}:{key} '{value}': {SettingTypes.Allowed(type)}");
        }
    }

    private static bool TryBind(string key, string value, object options)
    {
        try
        {
            new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(key, (string?)value)]).Build()
                .Bind(options, static binder => binder.ErrorOnUnknownConfiguration = true);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
